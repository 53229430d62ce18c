namespace Helios.Contracts;

/// <summary>The name of a container: 1 to 63 of letters, digits, '.', '_' and '-', beginning with a letter or a digit.</summary>
/// <remarks>Validated once, trusted afterwards: it goes into host names, cgroup directories and unit names, so it can hold neither '/' nor be "..".</remarks>
public readonly record struct ContainerId : IComparable<ContainerId>
{
    /// <summary>The longest id, in characters; what a host name label can hold.</summary>
    public const int MaxLength = 63;

    private readonly string? _text;

    private ContainerId(string text) => _text = text;

    /// <summary>Reads an id.</summary>
    /// <exception cref="FormatException">It breaks the rule above; the message quotes it.</exception>
    public static ContainerId Parse(string text)
        => TryParse(text, out ContainerId id)
            ? id
            : throw new FormatException(
                $"'{text}' is not a container name: use 1 to {MaxLength} letters, digits, '.', '_' or '-', beginning with a letter or a digit");

    /// <summary>Reads an id; false when it breaks the rule.</summary>
    public static bool TryParse(string? text, out ContainerId id)
    {
        id = default;
        if (text is null || text.Length is 0 or > MaxLength || !char.IsAsciiLetterOrDigit(text[0]))
        {
            return false;
        }

        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-'))
            {
                return false;
            }
        }

        id = new ContainerId(text);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(ContainerId other) => string.CompareOrdinal(_text, other._text);

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}
