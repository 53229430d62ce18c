using System.Collections.Immutable;

namespace Helios.Hocon;

/// <summary>
/// A text is not HOCON, cannot be resolved, or does not fit what is read from it. The only exception that parsing, resolving
/// and binding throw for what stands in a file. It carries every fault that was found, not just the first.
/// </summary>
public sealed class HoconException : FormatException
{
    /// <summary>One fault without a place.</summary>
    public HoconException(string message)
        : this([new HoconFault(default, message)])
    {
    }

    /// <summary>One fault without a place, caused by another exception.</summary>
    public HoconException(string message, Exception innerException)
        : base(message, innerException) => Faults = [new HoconFault(default, message)];

    /// <summary>An exception without a message of its own.</summary>
    public HoconException()
        : this("the configuration is not valid")
    {
    }

    /// <summary>Several faults with their places.</summary>
    public HoconException(ImmutableArray<HoconFault> faults)
        : base(string.Join(Environment.NewLine, faults)) => Faults = faults;

    internal HoconException(HoconOrigin origin, string message, string? path = null)
        : this([new HoconFault(origin, message, path)])
    {
    }

    /// <summary>Everything that is wrong, in the order in which it was found; never empty.</summary>
    public ImmutableArray<HoconFault> Faults { get; }
}
