namespace Helios.Control;

/// <summary>Something that happened.</summary>
public sealed record EventLine
{
    /// <summary>Counted from 1; a jump means that events were missed.</summary>
    public long Number { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>What kind, such as <c>running</c>, <c>ended</c>, <c>warning</c>, <c>apply</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The container or group; null for the fleet.</summary>
    public string? Subject { get; init; }

    /// <summary>For people: one clause.</summary>
    public string Text { get; init; } = "";

    /// <summary>The exit code, when a run ended.</summary>
    public int? Code { get; init; }
}
