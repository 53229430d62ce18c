namespace Helios.Cli;

/// <summary>The page of <c>helios VERB --help</c>.</summary>
internal static class HelpPage
{
    private const int TextColumn = 32;
    private const int Width = 100;

    /// <summary>Writes the page of one verb.</summary>
    internal static void Write(Verb verb, TextWriter output)
    {
        output.Write($"{verb.Description}.\n\nUsage: helios {verb.Name} {verb.Usage}\n");
        foreach (IGrouping<string, CliOption> section in verb.CliOptions.GroupBy(static option => option.Section))
        {
            output.Write($"\n{section.Key}\n");
            foreach (CliOption option in section)
            {
                WriteOption(option, output);
            }
        }

        output.Write("\nExamples\n");
        foreach (Example example in verb.Examples)
        {
            output.Write($"  {example.Text}\n      {example.Meaning}\n");
        }
    }

    /// <summary>The option's names as help shows them: <c>-m, --memory SIZE</c>.</summary>
    internal static string Names(CliOption option)
    {
        IEnumerable<string> names = option.Aliases.Where(static alias => alias.Length == 2)
            .Append(option.Name)
            .Concat(option.Aliases.Where(static alias => alias.Length > 2));
        string text = string.Join(", ", names);
        string value = option.ValueName.Length > 0 ? option.ValueName : string.Join('|', option.Words);
        return (text.StartsWith("--", StringComparison.Ordinal) ? "    " : "") + text + (value.Length == 0 ? "" : " " + value);
    }

    private static void WriteOption(CliOption option, TextWriter output)
    {
        string names = "  " + Names(option);
        output.Write(names.Length < TextColumn ? names.PadRight(TextColumn) : names + "\n" + new string(' ', TextColumn));
        int column = TextColumn;
        foreach (string word in (option.Description ?? "").Split(' '))
        {
            if (column > TextColumn && column + word.Length >= Width)
            {
                output.Write("\n" + new string(' ', TextColumn));
                column = TextColumn;
            }

            output.Write(column == TextColumn ? word : " " + word);
            column += word.Length + 1;
        }

        output.Write('\n');
    }
}
