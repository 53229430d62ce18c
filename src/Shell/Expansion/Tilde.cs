using System.Text;
using Helios.Linux;

namespace Helios.Shell;

/// <summary><c>~</c> and <c>~user</c>, <c>~+</c> and <c>~-</c>.</summary>
internal static class Tilde
{
    /// <summary>Expands a tilde that begins a word.</summary>
    /// <param name="state">Whose home.</param>
    /// <param name="text">Begins with the tilde.</param>
    /// <param name="isWhole">Whether the word ends with the text: a quoted part behind it would be of the name.</param>
    internal static (string Home, string Tail) Expand(ShellState state, string text, bool isWhole)
    {
        int end = text.IndexOf('/', StringComparison.Ordinal);
        if (end < 0 && !isWhole)
        {
            return ("", text);
        }

        end = end < 0 ? text.Length : end;
        return HomeOf(state, text[1..end]) is { } home ? (home is ['/'] && end < text.Length ? "" : home, text[end..]) : ("", text);
    }

    /// <summary>Expands tildes at the start and behind colons.</summary>
    internal static string ExpandInValue(ShellState state, string text, bool atStart, bool isWhole)
    {
        if (!text.Contains('~', StringComparison.Ordinal))
        {
            return text;
        }

        string[] pieces = text.Split(':');
        StringBuilder result = new();
        for (int i = 0; i < pieces.Length; i++)
        {
            bool mayExpand = (i > 0 || atStart) && pieces[i] is ['~', ..];
            (string home, string rest) = mayExpand ? Expand(state, pieces[i], isWhole || i < pieces.Length - 1) : ("", pieces[i]);
            result.Append(i > 0 ? ":" : "").Append(home).Append(rest);
        }

        return result.ToString();
    }

    private static string? HomeOf(ShellState state, string user) => user switch
    {
        "" => state.Variables.Get("HOME") ?? UserFiles.HomeOf(CurrentProcess.EffectiveUserId),
        "+" => state.Directory.Path,
        "-" => state.Variables.Get("OLDPWD"),
        _ => UserFiles.HomeOf(user),
    };
}

/// <summary>/etc/passwd, for homes.</summary>
internal static class UserFiles
{
    internal static string? HomeOf(string user) => Find(fields => fields[0] == user);

    internal static string? HomeOf(uint id) => Find(fields => fields[2] == id.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>All names of users, for completion.</summary>
    internal static IEnumerable<string> Users() => Lines().Select(static line => line.Split(':')[0]);

    // name:password:uid:gid:comment:home:shell
    private static string? Find(Func<string[], bool> isWanted)
    {
        foreach (string line in Lines())
        {
            string[] fields = line.Split(':');
            if (fields.Length >= 6 && isWanted(fields))
            {
                return fields[5];
            }
        }

        return null;
    }

    private static string[] Lines()
    {
        try
        {
            return File.ReadAllLines("/etc/passwd");
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
