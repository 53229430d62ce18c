using System.Globalization;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Cgroups;

/// <summary>A container's directories: one in each v1 hierarchy it needs, and one in the v2 tree, where it is born and dies.</summary>
internal sealed class HybridLeaf : CgroupLeaf
{
    private readonly ContainerId _id;
    private readonly string? _unified;
    private readonly CgroupDirectory? _birthplace;
    private readonly Dictionary<string, string> _v1;
    private bool _removed;

    internal HybridLeaf(ContainerId id, string? unified, Dictionary<string, string> v1)
    {
        _id = id;
        _unified = unified;
        _v1 = v1;
        _birthplace = unified is null ? null : CgroupDirectory.Open(unified);
    }

    public override string? Path => _unified ?? _v1.GetValueOrDefault(CgroupController.Memory) ?? _v1.Values.FirstOrDefault();

    public override CgroupDirectory? Birthplace => _birthplace;

    public override void KillAll()
    {
        if (_unified is not null)
        {
            CgroupFile.Write(_unified, "cgroup.kill", 1);
            return;
        }

        KillV1Tasks();
    }

    public override void Freeze() => SetFrozen(true);

    public override void Thaw() => SetFrozen(false);

    public override ContainerStatistics Read() => CgroupStats.ReadV1(_v1);

    public override ExitCause.OutOfMemory? OutOfMemory(ContainerId id) => CgroupStats.OutOfMemoryV1(_v1, id);

    public override void Dispose()
    {
        if (_removed)
        {
            return;
        }

        _removed = true;
        string[] leaves = [.. _v1.Values.Append(_unified).OfType<string>().Distinct()];
        if (!Array.TrueForAll(leaves, CgroupFile.TryRemove))
        {
            KillAll();
            _birthplace?.WaitUntilEmpty(TimeSpan.FromSeconds(5));
            KillV1Tasks();
        }

        _birthplace?.Dispose();
        Array.ForEach(leaves, RemoveDirectories);
    }

    /// <summary>Removes a leaf and, when it was the last, the shared directory above it.</summary>
    internal static void RemoveDirectories(string leaf)
    {
        CgroupFile.TryRemove(leaf);
        CgroupFile.TryRemove(System.IO.Path.GetDirectoryName(leaf)!);
    }

    // A process can be in a v1 leaf without being in the v2 one only where there is no v2 tree, or after somebody moved it.
    private void KillV1Tasks()
    {
        foreach (string leaf in _v1.Values.Distinct())
        {
            for (int attempt = 0; attempt < 50 && !CgroupFile.TryRemove(leaf); attempt++)
            {
                if (!KernelFile.TryRead(System.IO.Path.Join(leaf, "cgroup.procs"), out string processes))
                {
                    break;
                }

                foreach (string process in processes.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                {
                    Kill(int.Parse(process, CultureInfo.InvariantCulture));
                }
            }
        }
    }

    private static void Kill(int processId)
    {
        try
        {
            using PidFd process = PidFd.Open(processId);
            if (process.TrySignal(Signal.Kill.Number))
            {
                Poll.WaitReadable(process, TimeSpan.FromSeconds(1));
            }
        }
        catch (SyscallException gone) when (gone.Errno == Errno.ESRCH)
        {
            // It ended between the listing and the opening.
        }
    }

    private void SetFrozen(bool frozen)
    {
        if (_unified is null)
        {
            throw new BackendException(new ExitCause.LaunchFailed("freeze", $"container {_id} has no cgroup v2 directory"));
        }

        Freezer.Set(_birthplace!, frozen);
    }
}
