namespace Helios.Actors;

/// <summary>An actor that wants timers: the kernel sets the property before the constructor's caller sees the instance.</summary>
public interface IWithTimers
{
    /// <summary>The timers; set by the kernel when the actor starts.</summary>
    ITimerScheduler Timers { get; set; }
}
