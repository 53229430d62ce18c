using Helios.Fleets;
using A = Helios.Supervisor.CommandAction;

namespace Helios.Supervisor;

/// <summary>What every command does in every state. Every cell exists, so nothing can be forgotten.</summary>
internal static class StateTable
{
    // Rows follow CommandKind, columns follow ContainerState:
    // Created, Waiting, Preparing, Starting, Running, Paused, Stopping, Exited, BackingOff, Failed, Removed
    private static readonly A[][] s_actions =
    [
        /* Start */ [A.Begin, A.Already, A.Already, A.Already, A.Already, A.Refuse, A.BeginAfterwards, A.Begin, A.Begin, A.Begin, A.Refuse],
        /* Stop */ [A.Already, A.Cancel, A.Abort, A.Abort, A.Halt, A.Halt, A.Join, A.Already, A.Cancel, A.Already, A.Refuse],
        /* KillAll */ [A.Refuse, A.Cancel, A.Abort, A.Abort, A.HaltNow, A.HaltNow, A.HaltNow, A.Refuse, A.Cancel, A.Refuse, A.Refuse],
        /* Signal */ [A.Refuse, A.Refuse, A.Refuse, A.Refuse, A.Deliver, A.Deliver, A.Deliver, A.Refuse, A.Refuse, A.Refuse, A.Refuse],
        /* Restart */ [A.Begin, A.Already, A.Already, A.Already, A.HaltThenBegin, A.HaltThenBegin, A.BeginAfterwards, A.Begin, A.Begin, A.Begin, A.Refuse],
        /* Pause */ [A.Refuse, A.Refuse, A.Refuse, A.Refuse, A.Freeze, A.Already, A.Refuse, A.Refuse, A.Refuse, A.Refuse, A.Refuse],
        /* Resume */ [A.Refuse, A.Refuse, A.Refuse, A.Refuse, A.Already, A.Thaw, A.Refuse, A.Refuse, A.Refuse, A.Refuse, A.Refuse],
        /* Remove */ [A.Forget, A.Forget, A.Refuse, A.Refuse, A.Refuse, A.Refuse, A.Refuse, A.Forget, A.Forget, A.Forget, A.Already],
        /* ForceRemove */ [A.Forget, A.Forget, A.HaltThenForget, A.HaltThenForget, A.HaltThenForget, A.HaltThenForget, A.HaltThenForget, A.Forget, A.Forget, A.Forget, A.Already],
        /* Exec */ [A.Refuse, A.Refuse, A.Refuse, A.Refuse, A.RunInside, A.Refuse, A.Refuse, A.Refuse, A.Refuse, A.Refuse, A.Refuse],
        /* Session */ [A.AskSession, A.AskSession, A.AskSession, A.AskSession, A.AskSession, A.AskSession, A.AskSession, A.AskSession, A.AskSession, A.AskSession, A.Refuse],
        /* Attach */ [A.Refuse, A.Refuse, A.Refuse, A.Refuse, A.HandOut, A.HandOut, A.HandOut, A.Refuse, A.Refuse, A.Refuse, A.Refuse],
        /* Resize */ [A.Refuse, A.Refuse, A.Refuse, A.Refuse, A.TellTerminal, A.TellTerminal, A.TellTerminal, A.Refuse, A.Refuse, A.Refuse, A.Refuse],
    ];

    /// <summary>The cell.</summary>
    internal static CommandAction ActionOf(ContainerState state, CommandKind kind) => s_actions[(int)kind][(int)state];

    /// <summary>Why the state refuses, in one clause.</summary>
    internal static string WhyNot(ContainerState state) => state switch
    {
        ContainerState.Created => "it has never been started",
        ContainerState.Waiting or ContainerState.Preparing or ContainerState.Starting => "it is still starting",
        ContainerState.Running => "it is running; stop it first or use force",
        ContainerState.Paused => "it is paused; resume it first",
        ContainerState.Stopping => "it is stopping",
        ContainerState.Exited => "it is not running",
        ContainerState.BackingOff => "it is not running; it waits for its restart",
        ContainerState.Failed => "it is not running; it has failed",
        _ => "it has been removed",
    };
}
