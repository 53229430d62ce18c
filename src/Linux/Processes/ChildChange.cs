namespace Helios.Linux;

/// <summary>What has happened to a child. See waitid(2).</summary>
public enum ChildChange
{
    /// <summary>Nothing new.</summary>
    None,

    /// <summary>It has ended, and is reaped now.</summary>
    Ended,

    /// <summary>A signal has stopped it.</summary>
    Stopped,

    /// <summary>SIGCONT has continued it.</summary>
    Continued,
}
