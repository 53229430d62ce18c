namespace Helios.Hocon;

/// <summary>Finds and reads the file of one include statement, and refuses cycles and too many files.</summary>
internal sealed class IncludeReader(ParseSession session, HoconOrigin statement, string includingName, string? directory)
{
    // The order in which the specification merges a name without an extension: HOCON last.
    private static readonly string[] s_extensions = [".json", ".conf", ".hocon"];

    internal delegate ObjectNode? ParseText(HoconSource source, string directory);

    /// <summary>The included object; null when the file does not exist and need not, or when it could not be read.</summary>
    internal ObjectNode? Read(string name, bool required, ParseText parse)
    {
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal))
        {
            session.ReportOrStop(statement, "include needs a file name");
            return null;
        }

        if (directory is null && !Path.IsPathRooted(name))
        {
            session.ReportOrStop(statement, $"include {Quoting.Quote(name)} is relative, and this text is no file; set a base directory or use an absolute path");
            return null;
        }

        ObjectNode? merged = null;
        foreach (string candidate in Candidates(name))
        {
            if (ReadOne(candidate, parse) is not { } included)
            {
                continue;
            }

            if (merged is null)
            {
                merged = included;
            }
            else
            {
                merged.MergeFrom(included);
            }
        }

        if (merged is null && required && session.Faults.Count == 0)
        {
            session.ReportOrStop(statement, $"the required file {Quoting.Quote(name)} does not exist; it is looked for beside the including file");
        }

        return merged;
    }

    private IEnumerable<string> Candidates(string name)
    {
        string full = FullPath(name);
        if (Path.HasExtension(name) || Path.Exists(full))
        {
            return [name];
        }

        return s_extensions.Select(extension => name + extension);
    }

    private string FullPath(string name) => Path.GetFullPath(directory is null ? name : Path.Combine(directory, name));

    private ObjectNode? ReadOne(string name, ParseText parse)
    {
        string full = FullPath(name);
        session.AddFile(full);
        int open = session.OpenFiles.IndexOf(full);
        if (open >= 0)
        {
            IEnumerable<string> cycle = session.OpenFiles.Skip(open).Append(full).Select(file => Path.GetFileName(file));
            session.ReportOrStop(statement, $"files include one another in a circle: {string.Join(" -> ", cycle)}");
            return null;
        }

        if (Directory.Exists(full))
        {
            session.ReportOrStop(statement, $"include {Quoting.Quote(name)} names a directory; include its files one by one");
            return null;
        }

        if (!File.Exists(full))
        {
            return null;
        }

        if (session.OpenFiles.Count >= session.Limits.MaxIncludeDepth)
        {
            session.Stop(statement, $"more than {session.Limits.MaxIncludeDepth} files include one another; that is the limit");
        }

        if (++session.IncludedFiles > session.Limits.MaxIncludedFiles)
        {
            session.Stop(statement, $"more than {session.Limits.MaxIncludedFiles} files are included; that is the limit");
        }

        if (SourceReader.TryReadFile(full, session.Limits, out string text, out string? fault) is false)
        {
            session.ReportOrStop(statement, $"include {Quoting.Quote(name)}: {fault}");
            return null;
        }

        session.OpenFiles.Add(full);
        try
        {
            string shown = Path.Combine(Path.GetDirectoryName(includingName) ?? "", name);
            return parse(new HoconSource(shown, text), Path.GetDirectoryName(full)!);
        }
        finally
        {
            session.OpenFiles.RemoveAt(session.OpenFiles.Count - 1);
        }
    }
}
