using System.Collections.Immutable;
using System.Text;

namespace Helios.Hocon;

/// <summary>A path through objects: <c>fleet.web."a.b"</c> has three elements.</summary>
public sealed class HoconPath : IEquatable<HoconPath>
{
    /// <summary>A path of these keys; each may be any string.</summary>
    public HoconPath(params ImmutableArray<string> elements) => Elements = elements;

    /// <summary>The keys, unquoted, outermost first.</summary>
    public ImmutableArray<string> Elements { get; }

    /// <summary>Reads a path expression. Dots outside quotes separate; an empty element must be quoted.</summary>
    /// <exception cref="HoconException">The text is no path expression.</exception>
    public static HoconPath Parse(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new HoconPath(ImmutableArray.Create(TextParser.ParsePath(path)));
    }

    /// <summary>This path and one more key.</summary>
    public HoconPath Append(string key) => new(Elements.Add(key));

    /// <summary>The path expression, with quotes where they are needed.</summary>
    public override string ToString() => Render(Elements.AsSpan());

    /// <inheritdoc/>
    public bool Equals(HoconPath? other) => other is not null && Elements.AsSpan().SequenceEqual(other.Elements.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as HoconPath);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (string element in Elements)
        {
            hash.Add(element);
        }

        return hash.ToHashCode();
    }

    internal static string Render(ReadOnlySpan<string> elements)
    {
        StringBuilder text = new();
        foreach (string element in elements)
        {
            if (text.Length > 0)
            {
                text.Append('.');
            }

            text.Append(Quoting.Key(element));
        }

        return text.ToString();
    }
}
