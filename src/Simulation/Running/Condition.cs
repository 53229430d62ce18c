namespace Helios.Simulation;

/// <summary>What a container was, as a report sees it: from best to worst where several fall into one place of a timeline.</summary>
public enum Condition
{
    /// <summary>Down, and nobody wants it up: never started, ended for good, waiting for its schedule.</summary>
    Rest,

    /// <summary>Up and ready.</summary>
    Ready,

    /// <summary>Up and not ready yet.</summary>
    Running,

    /// <summary>Being started.</summary>
    Starting,

    /// <summary>Being stopped.</summary>
    Stopping,

    /// <summary>Up, ready and unhealthy.</summary>
    Unhealthy,

    /// <summary>Waiting for a dependency or its group.</summary>
    Waiting,

    /// <summary>Waiting for its next restart.</summary>
    BackingOff,

    /// <summary>Given up.</summary>
    Failed,
}
