namespace Helios.Cli;

/// <summary>One question about the host, answered by trying and leaving nothing behind.</summary>
internal abstract class Probe
{
    /// <summary>The heading it stands under.</summary>
    internal abstract string Area { get; }

    /// <summary>What is asked about, in a few words.</summary>
    internal abstract string Name { get; }

    /// <summary>Whether a plain <c>helios run</c> cannot do without it.</summary>
    internal virtual bool NeededByRun => false;

    /// <summary>Tries it. A failed call is a finding, not an exception.</summary>
    internal abstract Finding Try();
}
