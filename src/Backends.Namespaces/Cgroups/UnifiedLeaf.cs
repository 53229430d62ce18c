using Helios.Contracts;
using Helios.Linux;

namespace Helios.Backends.Namespaces.Cgroups;

/// <summary>A container's directory in the v2 tree.</summary>
internal sealed class UnifiedLeaf : CgroupLeaf
{
    private readonly string _path;
    private readonly string _shared;
    private readonly CgroupDirectory _birthplace;
    private bool _removed;

    internal UnifiedLeaf(string path, string shared)
    {
        _path = path;
        _shared = shared;
        _birthplace = CgroupDirectory.Open(path);
    }

    public override string Path => _path;

    public override CgroupDirectory Birthplace => _birthplace;

    public override void KillAll() => CgroupFile.Write(_path, "cgroup.kill", 1);

    public override void Freeze() => SetFrozen(true);

    public override void Thaw() => SetFrozen(false);

    public override ContainerStatistics Read()
    {
        (long? read, long? written) = DiskBytes();
        return new ContainerStatistics
        {
            Memory = Size(CgroupFile.Number(_path, "memory.current")),
            MemoryPeak = Size(CgroupFile.Number(_path, "memory.peak")),
            MemoryLimit = Size(CgroupFile.Number(_path, "memory.max")),
            CpuTime = CgroupFile.Field(_path, "cpu.stat", "usage_usec") is { } usage ? TimeSpan.FromMicroseconds(usage) : null,
            Tasks = (int?)CgroupFile.Number(_path, "pids.current"),
            OomKills = CgroupFile.Field(_path, "memory.events", "oom_kill"),
            DiskRead = Size(read),
            DiskWritten = Size(written),
        };
    }

    public override ExitCause.OutOfMemory? OutOfMemory(ContainerId id)
    {
        if (CgroupFile.Field(_path, "memory.events", "oom_kill") is null or 0)
        {
            return null;
        }

        // The group whose own limit was hit counts the event in its local file; its ancestors only see it pass.
        if (CgroupFile.Field(_path, "memory.events.local", "oom") is > 0)
        {
            return new ExitCause.OutOfMemory($"container {id}", Size(CgroupFile.Number(_path, "memory.max")));
        }

        for (string? ancestor = System.IO.Path.GetDirectoryName(_path);
            ancestor is not null && KernelFile.Exists(System.IO.Path.Join(ancestor, "memory.events.local"));
            ancestor = System.IO.Path.GetDirectoryName(ancestor))
        {
            if (CgroupFile.Field(ancestor, "memory.events.local", "oom") is > 0)
            {
                return new ExitCause.OutOfMemory($"the control group {ancestor}", Size(CgroupFile.Number(ancestor, "memory.max")));
            }
        }

        return new ExitCause.OutOfMemory(null, null);
    }

    public override void Dispose()
    {
        if (_removed)
        {
            return;
        }

        _removed = true;
        if (!CgroupFile.TryRemove(_path))
        {
            KillAll();
            _birthplace.WaitUntilEmpty(TimeSpan.FromSeconds(5));
            CgroupFile.TryRemove(_path);
        }

        _birthplace.Dispose();
        CgroupFile.TryRemove(_shared);
    }

    private static ByteSize? Size(long? bytes) => bytes is { } count ? new ByteSize(count) : null;

    private void SetFrozen(bool frozen)
    {
        CgroupFile.Write(_path, "cgroup.freeze", frozen ? 1 : 0);
        _birthplace.WaitForEvent("frozen", frozen ? 1 : 0, TimeSpan.FromSeconds(5));
    }

    // io.stat: "254:0 rbytes=1459200 wbytes=314773504 rios=192 ...", a line for each device.
    private (long? Read, long? Written) DiskBytes()
    {
        if (!KernelFile.TryRead(System.IO.Path.Join(_path, "io.stat"), out string text))
        {
            return (null, null);
        }

        long read = 0;
        long written = 0;
        foreach (string word in text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            read += word.StartsWith("rbytes=", StringComparison.Ordinal) ? long.Parse(word.AsSpan(7), System.Globalization.CultureInfo.InvariantCulture) : 0;
            written += word.StartsWith("wbytes=", StringComparison.Ordinal) ? long.Parse(word.AsSpan(7), System.Globalization.CultureInfo.InvariantCulture) : 0;
        }

        return (read, written);
    }
}
