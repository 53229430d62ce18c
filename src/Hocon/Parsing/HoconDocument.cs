using System.Collections.Immutable;

namespace Helios.Hocon;

/// <summary>A parsed and resolved document.</summary>
public sealed class HoconDocument
{
    internal HoconDocument(HoconValue value, ImmutableArray<string> files)
    {
        Value = value;
        Files = files;
    }

    /// <summary>The root value: an object, or a list when the text starts with <c>[</c>.</summary>
    public HoconValue Value { get; }

    /// <summary>The root object.</summary>
    /// <exception cref="HoconException">The document is a list.</exception>
    public HoconObject Root => Value as HoconObject
        ?? throw new HoconException(Value.Origin, "the document is a list; an object is needed here");

    /// <summary>Absolute paths of the file and of everything it included, or looked for and did not find; what a watcher must watch.</summary>
    public ImmutableArray<string> Files { get; }
}
