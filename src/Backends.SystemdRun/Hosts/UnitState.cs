using Helios.Contracts;
using Helios.Isolation.Mounts;
using Helios.Linux;

namespace Helios.Backends.SystemdRun.Hosts;

/// <summary>Chooses where containers have their locks and private folders.</summary>
internal static class UnitState
{
    /// <summary>The default directory.</summary>
    internal static string Default(bool userManager)
    {
        if (Installation.StateDirectory is { } chosen)
        {
            return Path.Join(chosen, "units");
        }

        if (!userManager)
        {
            return MayExecute("/run") ? "/run/helios-units" : "/var/lib/helios-units";
        }

        return OwnDirectory.TryForRunTime("helios-units") is { } units && MayExecute(units) ? units
            : Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state", "helios-units");
    }

    /// <summary>Makes the directory, for its owner alone.</summary>
    /// <exception cref="IOException">It is somebody else's, or open to others: what lies in it is executed.</exception>
    internal static void Make(string directory) => OwnDirectory.Make(directory);

    /// <summary>Takes a name's lock; null while another living owner holds it.</summary>
    internal static FileLock? TryClaim(string directory, string name)
    {
        // Somebody else's last container may take the directory away between our two steps.
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Make(directory);
                return FileLock.TryTake(Path.Join(directory, name + ".lock"));
            }
            catch (SyscallException gone) when (gone.Errno == Errno.ENOENT && attempt < 10)
            {
            }
        }
    }

    private static bool MayExecute(string path)
    {
        // Of several at one place the last is on top.
        MountEntry? nearest = null;
        foreach (MountEntry mount in MountEntry.ReadAll())
        {
            nearest = mount.Covers(path) && mount.MountPoint.Length >= (nearest?.MountPoint.Length ?? 0) ? mount : nearest;
        }

        return nearest?.Options.Contains("noexec") != true;
    }
}
