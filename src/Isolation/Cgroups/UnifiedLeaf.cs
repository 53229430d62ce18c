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

    public override void Freeze() => SetFrozen(true);

    public override void Thaw() => SetFrozen(false);

    public override ContainerStatistics Read() => UnifiedFigures.Read(_path);

    public override ExitCause.OutOfMemory? OutOfMemory(ContainerId id) => UnifiedFigures.OutOfMemory(_path, id);

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

    private void SetFrozen(bool frozen)
    {
        CgroupFile.Write(_path, "cgroup.freeze", frozen ? 1 : 0);
        _birthplace.WaitForEvent("frozen", frozen ? 1 : 0, TimeSpan.FromSeconds(5));
    }
}
