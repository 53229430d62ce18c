using System.Text;

namespace Helios.Linux;

/// <summary>Renders records as strace would.</summary>
internal static class SpawnListing
{
    internal static string Describe(SpawnScript script, int index)
    {
        SpawnScript.Entry entry = script.At(index);
        StringBuilder text = new();
        if (entry.Number == SpawnRecord.Copy)
        {
            string source = entry.CopiedResult >= 0 ? $"r{entry.CopiedResult}" : entry.Arguments[1].ToString();
            return $"copy({entry.Arguments[0]}, {source}, {entry.Arguments[2]})";
        }

        text.Append(((Sys)entry.Number).Name()).Append('(').AppendJoin(", ", entry.Arguments).Append(')');
        if (script.IsUsed(index))
        {
            text.Append(" => r").Append(index);
        }

        if (entry.Rule.ToleratedErrno != Errno.None)
        {
            text.Append(" or ").Append(entry.Rule.ToleratedErrno.Name());
        }

        if (entry.Rule.RequiredResult is { } required)
        {
            text.Append(" must be ").Append(required);
        }

        if (entry.Rule.ExitIfPositive)
        {
            text.Append(" and the parent exits");
        }

        return text.ToString();
    }

    internal static string Quote(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (char c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\t' => quoted.Append("\\t"),
                < ' ' or '\x7f' => quoted.Append("\\x").Append(((int)c).ToString("x2", System.Globalization.CultureInfo.InvariantCulture)),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }

    internal static string QuoteAll(IReadOnlyList<string> texts)
        => "[" + string.Join(", ", texts.Select(Quote)) + "]";
}
