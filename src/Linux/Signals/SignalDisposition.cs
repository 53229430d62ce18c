namespace Helios.Linux;

/// <summary>What the process does with a signal. See signal(7).</summary>
public enum SignalDisposition
{
    /// <summary>What the kernel does by default.</summary>
    Default,

    /// <summary>Nothing: it is dropped.</summary>
    Ignored,

    /// <summary>A handler runs: a <see cref="SignalInbox"/>'s, or one of the runtime.</summary>
    Caught,
}
