namespace Helios.Forktop;

/// <summary>How a process is.</summary>
internal enum NodeState
{
    /// <summary>It runs, or waits for something.</summary>
    Running,

    /// <summary>A stop signal has stopped it.</summary>
    Stopped,

    /// <summary>A breakpoint holds it.</summary>
    Held,

    /// <summary>It runs on, unseen.</summary>
    Detached,

    /// <summary>It has ended.</summary>
    Ended,
}
