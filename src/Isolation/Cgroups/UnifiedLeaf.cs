using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Cgroups;

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

    public override void Freeze() => Freezer.Set(_birthplace, frozen: true);

    public override void Thaw() => Freezer.Set(_birthplace, frozen: false);

    public override ContainerStatistics Read() => CgroupStats.Read(_path);

    public override ExitCause.OutOfMemory? OutOfMemory(ContainerId id) => CgroupStats.OutOfMemory(_path, id);

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
}
