namespace Helios.Fleets;

/// <summary>What a periodic container does when it is due.</summary>
public enum DueAction
{
    /// <summary>It starts.</summary>
    Start,

    /// <summary>This time is left out.</summary>
    Skip,

    /// <summary>It starts when the last run has ended.</summary>
    StartAfterwards,

    /// <summary>The last run is stopped, then it starts.</summary>
    Replace,
}

/// <summary>Decides what a periodic container does when it is due. Pure.</summary>
public static class ScheduleRules
{
    /// <summary>Decides.</summary>
    public static DueAction OnDue(OverlapPolicy overlap, ContainerState state) => state switch
    {
        ContainerState.Created or ContainerState.Exited or ContainerState.Failed or ContainerState.BackingOff => DueAction.Start,
        ContainerState.Removed => DueAction.Skip,
        _ => overlap switch
        {
            OverlapPolicy.Skip => DueAction.Skip,
            OverlapPolicy.Queue => DueAction.StartAfterwards,
            _ => DueAction.Replace,
        },
    };
}
