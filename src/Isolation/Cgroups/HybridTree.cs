using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Cgroups;

/// <summary>Controllers on v1 hierarchies, with a v2 tree beside them where the host has one.</summary>
public sealed class HybridTree(CgroupLayout layout, bool accounting) : CgroupTree
{
    /// <summary>Joined where they are mounted: without them nothing could be counted and no OOM kill told from any other.</summary>
    private static readonly string[] s_accounting = [CgroupController.Memory, CgroupController.CpuAccount, CgroupController.Pids];

    /// <inheritdoc/>
    public override Unsupported? Find(Feature feature)
    {
        if (feature == Feature.Freeze)
        {
            return Freezer.Find(layout);
        }

        if (Controller.Of(feature) is not { } controller)
        {
            return null;
        }

        string name = controller.NameV1;
        return layout.V1.TryGetValue(name, out string? mount) ? controller.FindV1(feature, mount)
            : layout.UnifiedControllers.Contains(controller.Name)
                ? new Unsupported(feature, $"the controller '{controller.Name}' is on cgroup v2 while others are on v1", "boot with systemd.unified_cgroup_hierarchy=1")
            : new Unsupported(feature, $"the controller '{name}' is not mounted", $"mount -t cgroup -o {name} cgroup /sys/fs/cgroup/{name}");
    }

    /// <inheritdoc/>
    public override CgroupLeaf Create(ContainerId id, ResourceLimits limits)
    {
        Dictionary<string, string> leaves = new(LeavesOf(id, limits, layout, isRoot: true, accounting));
        string? unified = layout.Unified is null ? null : Path.Join(layout.Unified, layout.Group, id.ToString());
        List<string> made = [];
        try
        {
            foreach (string leaf in leaves.Values.Append(unified).OfType<string>().Distinct())
            {
                Make(leaf);
                made.Add(leaf);
            }

            foreach (Controller controller in Controller.All)
            {
                if (leaves.TryGetValue(controller.NameV1, out string? group))
                {
                    controller.PrepareV1(layout.V1[controller.NameV1], group);
                    controller.ApplyV1(group, limits);
                }
                else if (controller.IsAsked(limits))
                {
                    throw new SyscallException("mkdir", Errno.ENOENT, $"a control group of '{controller.NameV1}', which is not mounted");
                }
            }

            return new HybridLeaf(id, unified, leaves);
        }
        catch
        {
            made.ForEach(HybridLeaf.RemoveDirectories);
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Remove(string leaf)
    {
        Dictionary<string, string> leaves = [];
        foreach ((string controller, string mount) in layout.V1)
        {
            string path = Path.Join(mount, layout.Group, leaf);
            if (Directory.Exists(path))
            {
                leaves[controller] = path;
            }
        }

        string? unified = layout.Unified is null ? null : Path.Join(layout.Unified, layout.Group, leaf);
        new HybridLeaf(ContainerId.Parse(leaf), Directory.Exists(unified) ? unified : null, leaves).Dispose();
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> DirectoriesOf(string leaf)
        => layout.V1.Values.Append(layout.Unified).OfType<string>().Distinct().Select(mount => Path.Join(mount, layout.Group, leaf));

    /// <summary>The v1 directories of a container by controller, in order. Controllers can share one (cpu,cpuacct).</summary>
    public static ImmutableArray<KeyValuePair<string, string>> LeavesOf(ContainerId id, ResourceLimits limits, CgroupLayout layout, bool isRoot, bool accounting)
    {
        if (!isRoot)
        {
            return [];
        }

        SortedSet<string> controllers = new(accounting ? s_accounting.Where(layout.V1.ContainsKey) : [], StringComparer.Ordinal);
        controllers.UnionWith(Controller.All.Where(controller => controller.IsAsked(limits)).Select(static controller => controller.NameV1).Where(layout.V1.ContainsKey));
        return [.. controllers.Select(controller => new KeyValuePair<string, string>(controller, Path.Join(layout.V1[controller], layout.Group, id.ToString())))];
    }

    // Somebody else's last container may take the shared directory away between our two steps.
    private static void Make(string leaf)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                CgroupFile.MakeDirectory(Path.GetDirectoryName(leaf)!);
                if (!CgroupFile.MakeDirectory(leaf))
                {
                    throw new SyscallException("mkdir", Errno.EEXIST, leaf);
                }

                return;
            }
            catch (SyscallException gone) when (gone.Errno == Errno.ENOENT && attempt < 10)
            {
            }
        }
    }
}
