using Helios.Linux;

namespace Helios.Shell;

/// <summary><c>cd</c> and <c>pwd</c></summary>
internal static class DirectoryBuiltins
{
    internal static int Change(BuiltinCall call)
    {
        bool isPhysical = false;
        int at = call.TakeOptions("LP", (letter, _) => isPhysical = letter == 'P');
        if (at < 0)
        {
            return 2;
        }

        if (call.Count - at > 1)
        {
            return call.Fail("more than one directory", 2);
        }

        ShellState state = call.State;
        string? target = call.Count > at ? call[at] : state.Variables.Get("HOME");
        bool isShown = target == "-";
        target = isShown ? state.Variables.Get("OLDPWD") : target;
        if (string.IsNullOrEmpty(target))
        {
            return call.Count > at && !isShown ? 0 : call.Fail(isShown ? "OLDPWD is not set" : "HOME is not set");
        }

        (string path, isShown) = AlongPath(state, target, isShown);
        if (Enter(state, path, isPhysical, call.Executor.IsMain && !state.IsSubshell) is not Errno.None and Errno errno)
        {
            return call.Fail($"{target}: {errno.Text()}");
        }

        return isShown ? call.Write(state.Directory.Path + "\n") : 0;
    }

    internal static int Print(BuiltinCall call)
    {
        bool isPhysical = false;
        if (call.TakeOptions("LP", (letter, _) => isPhysical = letter == 'P') < 0)
        {
            return 2;
        }

        string path = call.State.Directory.Path;
        return call.Write((isPhysical ? PhysicalPath(call.State.Directory) ?? path : path) + "\n");
    }

    // Only a plain name is looked for along CDPATH.
    private static (string Path, bool IsShown) AlongPath(ShellState state, string target, bool isShown)
    {
        bool isPlain = target is not ['/', ..] and not "." and not ".." && !target.StartsWith("./", StringComparison.Ordinal) && !target.StartsWith("../", StringComparison.Ordinal);
        if (isPlain && !isShown && state.Variables.Get("CDPATH") is { Length: > 0 } places)
        {
            foreach (string place in places.Split(':'))
            {
                string candidate = place.Length == 0 ? target : $"{place}/{target}";
                if (PathCalls.TryStat(state.Directory.Descriptor, ByteText.EncodeWithNul(candidate), true, out FileStatus status, out _) && status.Type == FileModes.S_IFDIR)
                {
                    return (candidate, place.Length > 0);
                }
            }
        }

        return (target, isShown);
    }

    private static Errno Enter(ShellState state, string path, bool isPhysical, bool isProcess)
    {
        string logical = Normalize(path is ['/', ..] ? path : $"{state.Directory.Path}/{path}");
        // Dots behind a link lead back the way that was typed, unless the physical way is asked for.
        string opened = isPhysical ? path : logical;
        FileFd? directory = PathCalls.TryOpen(state.Directory.Descriptor, ByteText.EncodeWithNul(opened), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0, out Errno errno)
            ?? PathCalls.TryOpen(state.Directory.Descriptor, ByteText.EncodeWithNul(path), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0, out errno);
        if (directory is null)
        {
            return errno;
        }

        if (!PathCalls.CanAccess(directory, ".\0"u8, PathCalls.Executable))
        {
            directory.Dispose();
            return Errno.EACCES;
        }

        string before = state.Directory.Path;
        OpenFile? old = state.Directory.Handle;
        if (isProcess)
        {
            CurrentProcess.ChangeDirectory(directory);
            directory.Dispose();
            state.Directory = new WorkingDirectory(logical, null);
        }
        else
        {
            state.Directory = new WorkingDirectory(logical, new OpenFile(directory));
        }

        if (isPhysical)
        {
            state.Directory = state.Directory with { Path = PhysicalPath(state.Directory) ?? logical };
        }

        old?.Release();
        state.Variables.Set("OLDPWD", before);
        state.Variables.Set("PWD", state.Directory.Path);
        return Errno.None;
    }

    private static string? PhysicalPath(WorkingDirectory directory)
    {
        if (directory.Handle is null)
        {
            return CurrentProcess.WorkingDirectory is { } path ? ByteText.Decode(path) : null;
        }

        return File.ResolveLinkTarget($"/proc/self/fd/{directory.Handle.Number}", returnFinalTarget: false)?.FullName;
    }

    private static string Normalize(string path)
    {
        List<string> parts = [];
        foreach (string part in path.Split('/'))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part.Length > 0 && part is not "." and not "..")
            {
                parts.Add(part);
            }
        }

        return "/" + string.Join('/', parts);
    }
}
