using Helios.Contracts;
using Helios.Linux;

namespace Helios.Backends.SystemdRun.Sandboxes;

/// <summary>Which directories belong to sandboxes that run now, so that what a killed one leaves is found and removed by the next.</summary>
/// <remarks>A locked file and one with the directory's path for each; both go with the sandbox, and a lock that can be taken is a dead one's.</remarks>
public sealed class SandboxRegistry(string directory)
{
    private const string LockSuffix = ".lock";
    private const string PathSuffix = ".path";

    /// <summary>The registry of this user.</summary>
    /// <exception cref="IOException">There is no directory that is only the user's.</exception>
    public static SandboxRegistry Default
        => new(Installation.StateDirectory is { } chosen ? Path.Join(chosen, "sandboxes") : OwnDirectory.ForRunTime("helios-sandboxes"));

    /// <summary>Removes the directories of dead sandboxes; returns them.</summary>
    public IReadOnlyList<string> Sweep()
    {
        List<string> removed = [];
        foreach (string file in Directory.Exists(directory) ? Directory.GetFiles(directory, "*" + LockSuffix) : [])
        {
            if (FileLock.TryTake(file) is { } dead)
            {
                string name = Path.GetFileNameWithoutExtension(file);
                if (KernelFile.TryRead(PathOf(name), out string path) && Sandbox.Remove(path))
                {
                    removed.Add(path);
                }

                Release(name, dead);
            }
        }

        return removed;
    }

    /// <summary>Notes a directory down before it is made.</summary>
    internal FileLock Claim(ContainerId id, string path)
    {
        Directory.CreateDirectory(directory, (UnixFileMode)Permissions.Octal0700);
        FileLock claim = FileLock.TryTake(Path.Join(directory, id + LockSuffix)) ?? throw new ReasonException($"a sandbox named {id} is there already");
        File.WriteAllText(PathOf(id.ToString()), path);
        return claim;
    }

    /// <summary>Forgets a directory that is gone.</summary>
    internal void Release(string name, FileLock claim)
    {
        KernelFile.Remove(PathOf(name));
        claim.Dispose();
        KernelFile.TryRemoveDirectory(directory);
    }

    private string PathOf(string name) => Path.Join(directory, name + PathSuffix);
}
