using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Cgroups;

/// <summary>Control groups v2: one tree, controllers enabled level by level.</summary>
internal sealed class UnifiedTree : CgroupTree
{
    private readonly string _mountPoint;
    private readonly UnifiedParent _parent;
    private readonly string _directory;
    private readonly bool _isRoot;

    internal UnifiedTree(CgroupLayout layout, bool isRoot)
    {
        _isRoot = isRoot;
        _mountPoint = layout.Unified!;
        _parent = UnifiedParent.Find(layout, isRoot);
        _directory = Path.Join(_parent.Path, layout.Group);
    }

    public override Unsupported? Find(Feature feature)
    {
        if (feature is Feature.Freeze or Feature.Statistics)
        {
            return Refused(feature);
        }

        return Controller.Of(feature) is not { } controller ? null
            : Refused(feature)
                ?? (_parent.Controllers.Contains(controller.Name)
                    ? controller.Find(feature, _mountPoint)
                    : new Unsupported(feature, $"the controller '{controller.Name}' is not available in {_parent.Path}", Remedy()));
    }

    public override CgroupLeaf Create(ContainerId id, ResourceLimits limits)
    {
        if (!_parent.MayDivide)
        {
            return new CgroupLeaf.Absent();
        }

        string leaf = Path.Join(_directory, id.ToString());
        MakeLeaf(leaf, [.. Controller.All.Where(controller => controller.IsAsked(limits)).Select(static controller => controller.Name)]);
        try
        {
            foreach (Controller controller in Controller.All)
            {
                controller.Apply(leaf, limits);
            }

            return new UnifiedLeaf(leaf, _directory);
        }
        catch
        {
            CgroupFile.TryRemove(leaf);
            CgroupFile.TryRemove(_directory);
            throw;
        }
    }

    public override void Remove(string leaf) => new UnifiedLeaf(Path.Join(_directory, leaf), _directory).Dispose();

    protected override IEnumerable<string> DirectoriesOf(string leaf) => [Path.Join(_directory, leaf)];

    private Unsupported? Refused(Feature feature)
        => _parent.MayDivide ? null
            : new Unsupported(
                feature, $"you may not make control groups in {_parent.Path}", "run as root, or in a scope of your own: systemd-run --user --scope -p Delegate=yes …");

    private string Remedy() => _isRoot ? "unmount the v1 hierarchy it is on, or boot without cgroup_disable=" : "ask for its delegation: systemd-run --user --scope -p Delegate=yes …";

    // Somebody else's last container may take the shared directory away between our first two steps, and a third make it anew without controllers.
    // Once the leaf is in it, it stays.
    private void MakeLeaf(string leaf, HashSet<string> asked)
    {
        for (int attempt = 1; ; attempt++)
        {
            bool made = false;
            try
            {
                CgroupFile.MakeDirectory(_directory);
                made = CgroupFile.MakeDirectory(leaf);
                if (!made)
                {
                    throw new SyscallException("mkdir", Errno.EEXIST, leaf);
                }

                EnableControllers(asked);
                return;
            }
            catch (SyscallException failure)
            {
                if (made)
                {
                    CgroupFile.TryRemove(leaf);
                    CgroupFile.TryRemove(_directory);
                }

                if (failure.Errno is not (Errno.ENOENT or Errno.ENODEV) || attempt == 10)
                {
                    throw;
                }
            }
        }
    }

    // Looked at each time: who made the directory may not have come to its controllers yet, and they may have become available since.
    private void EnableControllers(HashSet<string> asked)
    {
        HashSet<string> enabled = UnifiedParent.Words(Path.Join(_directory, "cgroup.subtree_control"));
        foreach (string controller in Controller.All.Select(static controller => controller.Name))
        {
            if (enabled.Contains(controller) || !_parent.Controllers.Contains(controller))
            {
                continue;
            }

            try
            {
                _parent.Enable(controller);
                CgroupFile.Write(_directory, "cgroup.subtree_control", "+" + controller);
            }
            catch (SyscallException) when (!asked.Contains(controller) && KernelFile.Exists(_directory))
            {
                // This controller is only used for accounting; ignore the failure. A kernel with real-time groups, for one, gives no cpu controller while real-time tasks run.
            }
        }
    }
}
