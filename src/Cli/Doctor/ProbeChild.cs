using System.Globalization;
using Helios.Linux;

namespace Helios.Cli;

/// <summary>Tries system calls in a child of its own, so that whatever they do ends with it.</summary>
internal sealed class ProbeChild : IDisposable
{
    private readonly Launcher _launcher = new();

    /// <summary>Runs the calls in a child.</summary>
    /// <param name="flags">Its new namespaces; who is not root gets a user namespace with them, as <c>run</c> does.</param>
    /// <param name="build">Appends the calls.</param>
    /// <param name="into">The cgroup it is born in.</param>
    /// <returns>Null when all succeeded; else the step that failed and why.</returns>
    internal string? Try(CloneFlags flags, Action<SpawnScript> build, CgroupDirectory? into = null)
    {
        using SpawnScript script = new();
        Action<HeldProcess>? prepare = null;
        if (flags != CloneFlags.None && !Environment.IsPrivilegedProcess)
        {
            flags |= CloneFlags.NewUser;
        }

        if (flags.HasFlag(CloneFlags.NewUser))
        {
            script.Hold("id maps");
            prepare = MapOwnIds;
        }

        build(script);
        try
        {
            using SpawnedProcess child = _launcher.Launch(script, new SpawnRequest { Flags = flags, ShareMemory = false, IntoCgroup = into }, prepare);
            WaitStatus status = child.Wait();
            return status.Code == 0 ? null : status.ToString();
        }
        catch (SpawnException failure)
        {
            return failure.Message;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Reason.Of(failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _launcher.Dispose();

    // See user_namespaces(7): setgroups has to be denied before an ordinary user may map his group.
    private static void MapOwnIds(HeldProcess child)
    {
        string folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{child.Pid}/");
        (string user, string group) = OwnIds();
        File.WriteAllText(folder + "setgroups", "deny");
        File.WriteAllText(folder + "uid_map", $"0 {user} 1");
        File.WriteAllText(folder + "gid_map", $"0 {group} 1");
    }

    private static (string User, string Group) OwnIds()
    {
        string user = "0", group = "0";
        foreach (string line in File.ReadLines("/proc/self/status"))
        {
            // "Uid:	real	effective	saved	file system"
            string[] fields = line.Split('\t');
            (user, group) = fields[0] switch
            {
                "Uid:" => (fields[2], group),
                "Gid:" => (user, fields[2]),
                _ => (user, group),
            };
        }

        return (user, group);
    }
}
