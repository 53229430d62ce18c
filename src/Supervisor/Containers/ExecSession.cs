using Akka.Actor;
using Helios.Contracts;

namespace Helios.Supervisor;

/// <summary>An exec that was asked for and whose process is not there yet.</summary>
/// <param name="Name">The session's name.</param>
/// <param name="Command">What was asked.</param>
/// <param name="Asker">Who asked.</param>
/// <param name="Process">The process to be.</param>
internal sealed record PendingExec(string Name, ContainerProtocol.Exec Command, IActorRef Asker, Task<IContainerProcess> Process);

/// <summary>A process started by exec.</summary>
internal sealed class ExecSession(string name, ContainerProtocol.Exec command, IContainerProcess process, DateTimeOffset started)
{
    internal string Name { get; } = name;

    internal IContainerProcess Process { get; } = process;

    internal bool HasTerminal { get; } = command.Spec.Terminal;

    internal DateTimeOffset Started { get; } = started;

    internal string? AttachedBy { get; set; }

    internal ExitStatus? Status { get; set; }

    internal ContainerProtocol.Session Describe() => new(Name, command.Spec.Command, Process.ProcessId, HasTerminal, AttachedBy, Started);
}
