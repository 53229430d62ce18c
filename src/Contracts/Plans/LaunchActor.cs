namespace Helios.Contracts;

/// <summary>Who carries out a step of a launch.</summary>
public enum LaunchActor
{
    /// <summary>The launching process, with its own rights.</summary>
    Supervisor,

    /// <summary>The new process, before it becomes the payload.</summary>
    Child,
}
