namespace Helios.Fleets;

/// <summary>Where a container is in its life. Readiness and health are separate facts beside it.</summary>
/// <remarks>
/// <code>
/// Created ─▶ Waiting ─▶ Preparing ─▶ Starting ─▶ Running ◀─▶ Paused
///               ▲                                   │          │
///               │                                   ▼          │
///           BackingOff ◀────────── (exit) ◀──── Stopping ◀─────┘
///                                    │
///                                    └──▶ Exited | Failed ──▶ Removed
/// </code>
/// </remarks>
public enum ContainerState
{
    /// <summary>Known, never started.</summary>
    Created,

    /// <summary>Wants to start and waits for its turn: for a dependency's condition or for its group.</summary>
    Waiting,

    /// <summary>Its pre-start command runs, then its kernel objects are made.</summary>
    Preparing,

    /// <summary>The launch is under way; the program has not been executed yet.</summary>
    Starting,

    /// <summary>The program runs.</summary>
    Running,

    /// <summary>Frozen.</summary>
    Paused,

    /// <summary>It has been asked to end and has not ended yet, or its post-stop command runs.</summary>
    Stopping,

    /// <summary>It ended and stays down.</summary>
    Exited,

    /// <summary>It ended and will be started again when the restart delay is over.</summary>
    BackingOff,

    /// <summary>It could not be started, or ended too often; it stays down until somebody starts it.</summary>
    Failed,

    /// <summary>It is gone for good.</summary>
    Removed,
}
