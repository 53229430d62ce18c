namespace Helios.Contracts;

/// <summary>Who the payload runs as: <c>USER[:GROUP]</c>, each a number or a name of the container's own passwd and group files.</summary>
public sealed record UserSpec
{
    /// <summary>Root of the container.</summary>
    public static UserSpec Root { get; } = new() { User = "0", Group = "0" };

    /// <summary>A decimal uid or a name.</summary>
    public required string User { get; init; }

    /// <summary>A decimal gid or a name; null takes the user's own from the passwd file, or 0.</summary>
    public string? Group { get; init; }

    /// <summary>Reads <c>1000</c>, <c>1000:1000</c>, <c>www-data</c>, <c>www-data:adm</c>.</summary>
    /// <exception cref="FormatException">Empty parts, more than one colon, or a number outside 0 to 4294967294.</exception>
    public static UserSpec Parse(string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length > 2 || Array.Exists(parts, static part => !IsNameOrId(part)))
        {
            throw new FormatException($"'{text}' is not a user: write USER or USER:GROUP, each a name or a number from 0 to 4294967294");
        }

        return new UserSpec { User = parts[0], Group = parts.Length == 2 ? parts[1] : null };
    }

    /// <summary>The number that a part is, or null when it is a name.</summary>
    public static uint? Id(string part)
        => Digits.TryParse(part, out uint id) && id != uint.MaxValue ? id : null;

    /// <inheritdoc/>
    public override string ToString() => Group is null ? User : $"{User}:{Group}";

    // A text of digits is always a number, never a name: "user 99999999999" must not fall through to a name look-up (crun CVE-2026-30892).
    private static bool IsNameOrId(string part)
        => part.Length > 0
            && (char.IsAsciiDigit(part[0]) ? Id(part) is not null : part.Length <= 32 && part[0] is not ('-' or '.') && part.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '$'));
}
