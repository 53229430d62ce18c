using Helios.Linux;

namespace Helios.Shell;

/// <summary>Replaces a pattern by the names of the files that match it, in the order of their bytes.</summary>
internal static class PathExpansion
{
    /// <summary>Adds the names. False when there is none: then the pattern stands for itself.</summary>
    internal static bool TryExpand(ShellState state, Field field, List<string> names)
    {
        List<string> found = [];
        Walk(state, field, 0, "", found);
        if (found.Count == 0)
        {
            return false;
        }

        found.Sort(static (left, right) => ByteText.Encode(left).AsSpan().SequenceCompareTo(ByteText.Encode(right)));
        names.AddRange(found);
        return true;
    }

    private static void Walk(ShellState state, Field field, int at, string path, List<string> found)
    {
        // Slashes pass as they are, also several.
        int start = at;
        while (start < field.Text.Length && field.Text[start] == '/')
        {
            start++;
        }

        path += field.Text[at..start];
        int end = field.Text.IndexOf('/', start);
        bool isLast = end < 0;
        end = isLast ? field.Text.Length : end;
        string name = field.Text[start..end];
        bool[] quoted = [.. field.IsQuoted.Skip(start).Take(end - start)];
        if (!Pattern.IsPattern(name, quoted))
        {
            string next = path + name;
            if (isLast ? next.Length > 0 && Exists(state, next) : true)
            {
                Continue(state, field, end, next, isLast, found);
            }

            return;
        }

        Pattern pattern = new(name, quoted);
        if (PathCalls.TryList(state.Directory.Descriptor, ByteText.EncodeWithNul(path.Length == 0 ? "." : path)) is not { } entries)
        {
            return;
        }

        foreach (DirectoryEntry entry in entries)
        {
            bool mayBeDirectory = entry.Kind is 0 or DirectoryEntry.DirectoryKind or DirectoryEntry.LinkKind;
            if ((!isLast && !mayBeDirectory) || (entry.Name[0] == (byte)'.' && !pattern.BeginsWithDot))
            {
                continue;
            }

            string text = ByteText.Decode(entry.Name);
            if (pattern.Matches(text))
            {
                Continue(state, field, end, path + text, isLast, found);
            }
        }
    }

    private static void Continue(ShellState state, Field field, int end, string path, bool isLast, List<string> found)
    {
        if (isLast)
        {
            found.Add(path);
        }
        else if (field.Text.AsSpan(end).Trim('/').IsEmpty)
        {
            // "*/": directories, with the slash.
            string directory = path + field.Text[end..];
            if (Exists(state, directory))
            {
                found.Add(directory);
            }
        }
        else
        {
            Walk(state, field, end, path, found);
        }
    }

    private static bool Exists(ShellState state, string path)
        => PathCalls.TryStat(state.Directory.Descriptor, ByteText.EncodeWithNul(path), followLinks: path.EndsWith('/'), out _, out _);
}
