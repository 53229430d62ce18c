namespace Helios.Control;

/// <summary>What <see cref="Request.Wait"/> waits for; the numbers are the wire's.</summary>
public enum WaitCondition
{
    /// <summary>The end of the present run.</summary>
    Exit,

    /// <summary>Down for good.</summary>
    Down,

    /// <summary>Running.</summary>
    Running,

    /// <summary>Running and ready.</summary>
    Ready,

    /// <summary>Running and healthy.</summary>
    Healthy,
}
