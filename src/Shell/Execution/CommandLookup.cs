using Helios.Linux;

namespace Helios.Shell;

/// <summary>Finds programs along PATH and remembers where they were.</summary>
internal sealed class CommandLookup
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _found = [];
    private string? _path;

    /// <summary>The path of a program; null when there is none. A name with a slash is a path already.</summary>
    internal string? Find(ShellState state, string name)
    {
        if (name.Contains('/', StringComparison.Ordinal))
        {
            return name;
        }

        if (name.Length == 0)
        {
            return null;
        }

        string path = state.Variables.Get("PATH") ?? "/usr/local/bin:/usr/bin:/bin";
        lock (_gate)
        {
            if (_path != path)
            {
                _found.Clear();
                _path = path;
            }

            if (_found.TryGetValue(name, out string? known))
            {
                return known;
            }
        }

        string? found = Search(state, path, name);
        // What was found relative to the working directory is elsewhere after a cd.
        if (found is ['/', ..])
        {
            lock (_gate)
            {
                _found[name] = found;
            }
        }

        return found;
    }

    /// <summary>Forgets where a program was: it is not there any more.</summary>
    internal void Forget(string name)
    {
        lock (_gate)
        {
            _found.Remove(name);
        }
    }

    /// <summary>Every program along PATH, for completion.</summary>
    internal static IEnumerable<string> All(ShellState state)
    {
        foreach (string directory in (state.Variables.Get("PATH") ?? "").Split(':'))
        {
            foreach (DirectoryEntry entry in PathCalls.TryList(state.Directory.Descriptor, ByteText.EncodeWithNul(directory.Length == 0 ? "." : directory)) ?? [])
            {
                string name = ByteText.Decode(entry.Name);
                if (entry.Kind != DirectoryEntry.DirectoryKind && IsProgram(state, $"{directory}/{name}"))
                {
                    yield return name;
                }
            }
        }
    }

    /// <summary>Whether a path is a file that may be executed.</summary>
    internal static bool IsProgram(ShellState state, string path)
    {
        byte[] bytes = ByteText.EncodeWithNul(path);
        return PathCalls.CanAccess(state.Directory.Descriptor, bytes, PathCalls.Executable)
            && PathCalls.TryStat(state.Directory.Descriptor, bytes, followLinks: true, out FileStatus status, out _)
            && status.Type == FileModes.S_IFREG;
    }

    private static string? Search(ShellState state, string path, string name)
    {
        foreach (string directory in path.Split(':'))
        {
            string candidate = directory.Length == 0 ? name : $"{directory}/{name}";
            if (IsProgram(state, candidate))
            {
                return candidate.Contains('/', StringComparison.Ordinal) ? candidate : "./" + candidate;
            }
        }

        return null;
    }
}
