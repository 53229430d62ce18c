using System.Collections.Immutable;

namespace Helios.Simulation;

/// <summary>The supervisor did what it never may: a fault of Helios and not of the fleet.</summary>
public sealed class InvariantException : Exception
{
    /// <summary>An exception without its facts.</summary>
    public InvariantException()
    {
    }

    /// <inheritdoc/>
    public InvariantException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public InvariantException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal InvariantException(string invariant, string what, int seed, long step, TimeSpan time, ImmutableArray<string> trace)
        : base(FormattableString.Invariant($"{invariant}: {what} (seed {seed}, step {step}, {time.TotalSeconds:0.000}s)"))
        => (Invariant, Seed, Step, Trace) = (invariant, seed, step, trace);

    /// <summary>Which one, in a few words.</summary>
    public string Invariant { get; } = "";

    /// <summary>The seed that shows it again.</summary>
    public int Seed { get; }

    /// <summary>The turn after which it was seen.</summary>
    public long Step { get; }

    /// <summary>The last messages before it.</summary>
    public ImmutableArray<string> Trace { get; } = [];
}
