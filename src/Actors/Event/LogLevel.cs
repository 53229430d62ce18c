namespace Helios.Actors.Event;

/// <summary>How important a log event is.</summary>
public enum LogLevel
{
    /// <summary>For the developer.</summary>
    DebugLevel = 0,

    /// <summary>What happens.</summary>
    InfoLevel = 1,

    /// <summary>What may become a problem.</summary>
    WarningLevel = 2,

    /// <summary>What went wrong.</summary>
    ErrorLevel = 3,
}
