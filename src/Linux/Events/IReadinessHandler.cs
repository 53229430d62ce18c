namespace Helios.Linux;

/// <summary>Gets the events of one registration. Called on the loop's thread, never twice at a time.</summary>
public interface IReadinessHandler
{
    /// <summary>The descriptor is ready. It must not block; an exception ends up in the loop's <see cref="EventLoop.Fault"/>.</summary>
    /// <param name="registration">The registration, which may be disposed or changed here.</param>
    /// <param name="ready">What it is ready for.</param>
    void OnReady(EventRegistration registration, EventKinds ready);
}
