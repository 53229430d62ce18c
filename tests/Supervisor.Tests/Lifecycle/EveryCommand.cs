using Helios.Contracts;
using static Helios.Supervisor.ContainerProtocol;

namespace Helios.Supervisor.Tests;

/// <summary>One of each command of the protocol, two where the state table tells two kinds apart.</summary>
internal static class EveryCommand
{
    internal static IEnumerable<ICommand> Of(ContainerId id) =>
    [
        new Start(id, "test"),
        new Stop(id, "test"),
        new ContainerProtocol.Kill(id, "test", Signal.Kill),
        new ContainerProtocol.Kill(id, "test", Signal.Hangup),
        new Restart(id, "test"),
        new Pause(id, "test"),
        new Resume(id, "test"),
        new Remove(id, "test"),
        new Remove(id, "test", Force: true),
        new Exec(id, "test", new ExecSpec { Command = ["true"] }, ContainerIo.Nothing),
        new WaitExec(id, "test", "1"),
        new SignalExec(id, "test", "1", Signal.Terminate),
        new Attach(id, "test"),
        new Detach(id, "test"),
        new Resize(id, "test", new TerminalSize(80, 24)),
    ];
}
