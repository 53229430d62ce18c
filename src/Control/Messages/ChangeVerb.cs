namespace Helios.Control;

/// <summary>What <see cref="Request.Change"/> can do.</summary>
public enum ChangeVerb
{
    /// <summary>Nothing; never sent.</summary>
    None,

    /// <summary>Start it.</summary>
    Start,

    /// <summary>Stop it and leave it down; answered when it is down.</summary>
    Stop,

    /// <summary>Send a signal.</summary>
    Kill,

    /// <summary>Stop it if it is up, and start it.</summary>
    Restart,

    /// <summary>Freeze it.</summary>
    Pause,

    /// <summary>Thaw it.</summary>
    Resume,

    /// <summary>Forget it.</summary>
    Remove,
}
