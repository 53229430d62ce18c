using System.Globalization;

namespace Helios.Contracts;

/// <summary>A per-process limit. See getrlimit(2).</summary>
/// <param name="Kind">Which resource.</param>
/// <param name="Soft">The limit in force; null is unlimited.</param>
/// <param name="Hard">The ceiling the process may raise it to; null is unlimited.</param>
public sealed record Rlimit(RlimitKind Kind, ulong? Soft, ulong? Hard)
{
    /// <summary>The resource in lower case, such as <c>nofile</c>.</summary>
    public string Name => Kind.ToString().ToLowerInvariant();

    /// <summary>Both limits, such as <c>1024:4096</c>.</summary>
    public string Values => $"{Text(Soft)}:{Text(Hard)}";

    /// <summary>Reads <c>nofile=1024</c> or <c>nofile=1024:4096</c>; <c>unlimited</c> and <c>-1</c> mean no limit.</summary>
    /// <exception cref="FormatException">Unknown resource, not a number, or soft above hard.</exception>
    public static Rlimit Parse(string text)
    {
        string[] sides = text.Split('=');
        string[] values = sides.Length == 2 ? sides[1].Split(':') : [];
        if (values.Length is not (1 or 2)
            || !ExactName.TryParse(sides[0].Replace("-", "", StringComparison.Ordinal), out RlimitKind kind)
            || !TryValue(values[0], out ulong? soft) || !TryValue(values[^1], out ulong? hard))
        {
            throw new FormatException(
                $"'{text}' is not a resource limit: write NAME=SOFT[:HARD] with a NAME of {string.Join(", ", Enum.GetNames<RlimitKind>()).ToLowerInvariant()}");
        }

        return (soft ?? ulong.MaxValue) > (hard ?? ulong.MaxValue)
            ? throw new FormatException($"'{text}': the soft limit is above the hard one")
            : new Rlimit(kind, soft, hard);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}={Values}";

    private static string Text(ulong? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "unlimited";

    private static bool TryValue(string text, out ulong? value)
    {
        value = null;
        if (text is "unlimited" or "-1")
        {
            return true;
        }

        bool ok = Digits.TryParse(text, out ulong number);
        value = number;
        return ok;
    }
}
