namespace Helios.Supervisor;

/// <summary>What a command does in a state: the cells of the state table.</summary>
internal enum CommandAction
{
    /// <summary>Accepted: it is already so, or already on its way there.</summary>
    Already,

    /// <summary>Go to Waiting; a give-up and a grown delay are forgotten.</summary>
    Begin,

    /// <summary>When it is down, begin.</summary>
    BeginAfterwards,

    /// <summary>Stop, then begin.</summary>
    HaltThenBegin,

    /// <summary>Nothing runs yet: go to Exited.</summary>
    Cancel,

    /// <summary>Give the launch up, then go to Exited.</summary>
    Abort,

    /// <summary>Stop signal, grace, kill.</summary>
    Halt,

    /// <summary>It stops already: wait with the others for the end, and let this one's wish decide what follows.</summary>
    Join,

    /// <summary>Kill everything now.</summary>
    HaltNow,

    /// <summary>Send the signal to the payload.</summary>
    Deliver,

    /// <summary>Freeze.</summary>
    Freeze,

    /// <summary>Thaw.</summary>
    Thaw,

    /// <summary>Go to Removed.</summary>
    Forget,

    /// <summary>Kill everything now, then go to Removed.</summary>
    HaltThenForget,

    /// <summary>Start a process inside.</summary>
    RunInside,

    /// <summary>Look the session up.</summary>
    AskSession,

    /// <summary>Hand out the streams.</summary>
    HandOut,

    /// <summary>Tell the terminal.</summary>
    TellTerminal,

    /// <summary>Refused.</summary>
    Refuse,
}
