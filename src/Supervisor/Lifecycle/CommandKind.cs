using Helios.Contracts;

namespace Helios.Supervisor;

/// <summary>The kinds of commands that the state table tells apart.</summary>
internal enum CommandKind
{
    Start,
    Stop,

    /// <summary>A KILL signal, which goes to the whole control group.</summary>
    KillAll,

    /// <summary>Any other signal, which goes to the payload.</summary>
    Signal,
    Restart,
    Pause,
    Resume,
    Remove,
    ForceRemove,
    Exec,

    /// <summary>Something about a session: wait for it, signal it, give up its attachment.</summary>
    Session,
    Attach,
    Resize,
}

/// <summary>Which kind a message is.</summary>
internal static class CommandKinds
{
    internal static CommandKind Of(ContainerProtocol.ICommand command) => command switch
    {
        ContainerProtocol.Start => CommandKind.Start,
        ContainerProtocol.Stop => CommandKind.Stop,
        ContainerProtocol.Kill kill => kill.Signal == Signal.Kill ? CommandKind.KillAll : CommandKind.Signal,
        ContainerProtocol.Restart => CommandKind.Restart,
        ContainerProtocol.Pause => CommandKind.Pause,
        ContainerProtocol.Resume => CommandKind.Resume,
        ContainerProtocol.Remove remove => remove.Force ? CommandKind.ForceRemove : CommandKind.Remove,
        ContainerProtocol.Exec => CommandKind.Exec,
        ContainerProtocol.WaitExec or ContainerProtocol.SignalExec or ContainerProtocol.Detach => CommandKind.Session,
        ContainerProtocol.Attach => CommandKind.Attach,
        ContainerProtocol.Resize => CommandKind.Resize,
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "not a command of the protocol"),
    };
}
