namespace Helios.Control;

/// <summary>The daemon refused.</summary>
public sealed class ControlException : Exception
{
    /// <param name="refusal">What it said.</param>
    public ControlException(Reply.Refused refusal)
        : base(refusal is { Reasons.Length: > 0 } ? string.Join('\n', refusal.Reasons) : $"refused: {refusal?.Kind}")
        => Refusal = refusal!;

    /// <summary>All that it said.</summary>
    public Reply.Refused Refusal { get; }

    /// <summary>For programs.</summary>
    public RefusalKind Kind => Refusal.Kind;
}
