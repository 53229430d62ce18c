namespace Helios.Forktop;

/// <summary>Where events come from.</summary>
internal interface IEventSource : IDisposable
{
    /// <summary>The events.</summary>
    EventQueue Events { get; }

    /// <summary>What can be told to stop, hold and inject; null for a source that only looks.</summary>
    PtraceEngine? Engine { get; }

    /// <summary>The process that was started; 0 when none was.</summary>
    int RootPid { get; }

    /// <summary>Its name, for the screen.</summary>
    string Name { get; }

    /// <summary>Looks no longer; what runs runs on.</summary>
    void Detach();
}
