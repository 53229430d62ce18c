using System.Collections.Immutable;

namespace Helios.Control;

/// <summary>One node of the tree of actors.</summary>
public sealed record TreeLine
{
    /// <summary>Such as <c>group</c> or <c>container</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its state in a few words.</summary>
    public string Text { get; init; } = "";

    /// <summary>What it looks after.</summary>
    public ImmutableArray<TreeLine> Children { get; init; } = [];
}
