using Helios.Isolation.Cgroups;
using Helios.Isolation.Mounts;
using Helios.Support;

namespace Helios.Isolation.Tests.Cgroups;

public sealed class CgroupLayoutTests
{
    [Fact]
    public void A_mountinfo_line_gives_mount_point_type_and_options()
    {
        MountEntry? mount = MountEntry.TryParse("31 24 0:27 / /sys/fs/cgroup/my\\040dir rw,relatime shared:5 - cgroup cgroup rw,memory");
        Assert.NotNull(mount);
        Assert.Equal(("/sys/fs/cgroup/my dir", "cgroup"), (mount.MountPoint, mount.Type));
        Assert.Equal(["rw", "memory"], mount.SuperOptions);
        Assert.Equal(["rw", "relatime"], mount.Options);
    }

    [Theory]
    [InlineData("")]
    [InlineData("31 24 0:27 / /x")]
    [InlineData("31 24 - cgroup")]
    public void A_line_of_another_shape_is_refused(string line) => Assert.Null(MountEntry.TryParse(line));

    [Fact]
    public void One_v2_mount_is_the_unified_layout()
    {
        using TempTree tree = new();
        tree.Write("cgroup/cgroup.controllers", "cpuset cpu io memory pids\n");
        tree.Write("proc/self/cgroup", "0::/user.slice\n");
        tree.Write("proc/self/mountinfo", $"35 24 0:30 / {tree.At("cgroup")} rw - cgroup2 cgroup2 rw,nsdelegate\n");
        CgroupLayout layout = CgroupLayout.Detect(tree.At("proc"));
        Assert.Equal("unified", layout.Name);
        Assert.Equal(["cpu", "cpuset", "io", "memory", "pids"], layout.UnifiedControllers.Order());
        Assert.Equal("/user.slice", layout.OwnUnifiedPath);
    }

    [Fact]
    public void Controllers_on_v1_beside_a_v2_tree_are_the_hybrid_layout()
    {
        using TempTree tree = new();
        tree.Write("proc/self/cgroup", "4:memory:/x\n0::/\n");
        tree.Write("proc/self/mountinfo", """
            31 24 0:27 / /cg/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
            32 24 0:28 / /cg/memory rw - cgroup cgroup rw,memory
            33 24 0:29 / /cg/systemd rw - cgroup cgroup rw,name=systemd
            34 24 0:30 / /cg/unified rw - cgroup2 cgroup2 rw

            """);
        CgroupLayout layout = CgroupLayout.Detect(tree.At("proc"));
        Assert.Equal("hybrid", layout.Name);
        Assert.Equal("/cg/cpu,cpuacct", layout.V1["cpu"]);
        Assert.Equal("/cg/cpu,cpuacct", layout.V1["cpuacct"]);
        Assert.Equal(["cpu", "cpuacct", "memory"], layout.V1.Keys.Order());
    }

    [Theory]
    [InlineData("35 24 0:30 / /cg ro,nosuid - cgroup2 cgroup2 rw")]
    [InlineData("35 24 0:30 / /cg rw - cgroup2 cgroup2 ro")]
    [InlineData("35 24 0:30 / /cg ro - cgroup cgroup rw,memory")]
    public void What_is_mounted_read_only_is_as_if_it_were_not_there(string mount)
    {
        using TempTree tree = new();
        tree.Write("proc/self/cgroup", "0::/\n");
        tree.Write("proc/self/mountinfo", mount + "\n");
        CgroupLayout layout = CgroupLayout.Detect(tree.At("proc"));
        Assert.Equal(("none", "/cg"), (layout.Name, layout.ReadOnlyMount));
        Assert.Contains("read-only", CgroupTree.For(layout, isRoot: true).Find(Contracts.Feature.MemoryLimit)?.Reason, StringComparison.Ordinal);
        Assert.Null(CgroupTree.For(layout, isRoot: true).Create(Contracts.ContainerId.Parse("x"), Contracts.ResourceLimits.None).Path);
    }

    [Fact]
    public void No_mounts_are_no_layout()
    {
        using TempTree tree = new();
        tree.Write("proc/self/cgroup", "");
        tree.Write("proc/self/mountinfo", "1 1 8:1 / / rw - ext4 /dev/sda rw\n");
        Assert.Equal("none", CgroupLayout.Detect(tree.At("proc")).Name);
    }
}
