using Helios.Isolation.Cgroups;
using Helios.Linux;

namespace Helios.Backends.SystemdRun.Hosts;

/// <summary>Chooses where containers have their locks and private folders.</summary>
internal static class UnitState
{
    /// <summary>The default directory.</summary>
    internal static string Default(bool userManager)
    {
        if (!userManager)
        {
            return MayExecute("/run") ? "/run/helios-units" : "/var/lib/helios-units";
        }

        string runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") ?? "/tmp";
        return MayExecute(runtime) ? Path.Join(runtime, "helios-units")
            : Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state", "helios-units");
    }

    /// <summary>Makes the directory, for its owner alone.</summary>
    internal static void Make(string directory)
        => Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <summary>Takes a name's lock; null while another living owner holds it.</summary>
    internal static FileLock? TryClaim(string directory, string name)
    {
        // Somebody else's last container may take the directory away between our two steps.
        for (int attempt = 1; ; attempt++)
        {
            Make(directory);
            try
            {
                return FileLock.TryTake(Path.Join(directory, name + ".lock"));
            }
            catch (SyscallException gone) when (gone.Errno == Errno.ENOENT && attempt < 10)
            {
            }
        }
    }

    private static bool MayExecute(string path)
    {
        string best = "";
        bool allowed = true;
        foreach (string line in File.ReadLines("/proc/self/mountinfo"))
        {
            if (CgroupLayout.TryParseMount(line, out string mountPoint, out _, out _) && mountPoint.Length >= best.Length
                && (path == mountPoint || mountPoint == "/" || path.StartsWith(mountPoint + "/", StringComparison.Ordinal)))
            {
                best = mountPoint;
                allowed = !line.Split(' ')[5].Split(',').Contains("noexec");
            }
        }

        return allowed;
    }
}
