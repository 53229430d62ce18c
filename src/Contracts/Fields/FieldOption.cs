using System.Collections.Immutable;

namespace Helios.Contracts;

/// <summary>The option of <c>helios run</c> that sets a field.</summary>
/// <param name="Name">Its long name, with its dashes.</param>
/// <param name="Group">The heading it stands under in help.</param>
public sealed record FieldOption(string Name, string Group)
{
    /// <summary>Further names.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>What help calls its value; empty for a switch.</summary>
    public string ValueName { get; init; } = "";

    /// <summary>What help says of it, where its value means something else than the field's; null takes the field's own line.</summary>
    public string? Help { get; init; }

    /// <summary>How its value is spelt, where that differs from a file; null takes the field's own. A null result unsets the field.</summary>
    public Func<string, FieldValue?>? Parse { get; init; }

    /// <summary>Whether the command line reads it by itself, because it depends on other options or on the caller's surroundings.</summary>
    public bool IsReadByHand { get; init; }
}
