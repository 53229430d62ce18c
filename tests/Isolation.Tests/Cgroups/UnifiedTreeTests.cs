using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Helios.Contracts;
using Helios.Isolation.Cgroups;
using Helios.Linux;
using Helios.Support;
using Helios.Support.Beds;

namespace Helios.Isolation.Tests.Cgroups;

/// <summary>The v2 driver on a real v2 tree: here where this host has one, otherwise in a guest that does.</summary>
[Collection("kernel")]
public sealed class UnifiedTreeTests(UnifiedTreeTests.Machine machine) : IClassFixture<UnifiedTreeTests.Machine>
{
    private static readonly CgroupLayout s_layout = CgroupLayout.Detect();
    private static int s_count;

    [Fact]
    public void Every_limit_is_in_the_files_before_anybody_is_in_the_group() => OnUnified(() =>
    {
        using CgroupLeaf leaf = Tree().Create(Name(), new ResourceLimits
        {
            Memory = ByteSize.FromMiB(32),
            Swap = ByteSize.FromMiB(8),
            Cpus = CpuAmount.FromProcessors(0.25m),
            CpuWeight = 250,
            Pids = 12,
        });
        Assert.Equal(
            ("33554432", "8388608", "1", "25000 100000", "250", "12", ""),
            (Text(leaf, "memory.max"), Text(leaf, "memory.swap.max"), Text(leaf, "memory.oom.group"), Text(leaf, "cpu.max"), Text(leaf, "cpu.weight"), Text(leaf, "pids.max"),
                Text(leaf, "cgroup.procs")));
    });

    [Fact]
    public void A_shared_directory_that_somebody_left_without_controllers_gets_them() => OnUnified(() =>
    {
        string shared = Path.Join(s_layout.Unified, s_layout.Group);
        Directory.CreateDirectory(shared);
        using CgroupLeaf leaf = Tree().Create(Name(), new ResourceLimits { Memory = ByteSize.FromMiB(32) });
        Assert.Equal("33554432", Text(leaf, "memory.max"));
    });

    [Fact]
    public void Controllers_are_enabled_level_by_level() => OnUnified(() =>
    {
        using CgroupLeaf leaf = Tree().Create(Name(), new ResourceLimits { Cpus = CpuAmount.FromProcessors(1) });
        foreach (string level in (string[])[s_layout.Unified!, Path.GetDirectoryName(leaf.Path)!])
        {
            Assert.Empty(((string[])["cpu", "memory", "pids", "io"]).Except(File.ReadAllText(Path.Join(level, "cgroup.subtree_control")).Split([' ', '\n'])));
        }
    });

    [Fact]
    public void A_controller_that_is_not_there_is_named_with_the_remedy() => OnUnified(() =>
    {
        CgroupLayout less = s_layout with { UnifiedControllers = s_layout.UnifiedControllers.Except(["pids"]).ToFrozenSet() };
        string lack = CgroupTree.For(less, isRoot: true).Find(Feature.PidsLimit)!.ToString();
        Assert.Contains("'pids'", lack, StringComparison.Ordinal);
        Assert.Contains("cgroup_disable=", lack, StringComparison.Ordinal);
        Assert.Null(CgroupTree.For(less, isRoot: true).Find(Feature.MemoryLimit));
    });

    [Fact]
    public void A_controller_that_the_kernel_refuses_is_named() => OnUnified(() =>
    {
        CgroupLayout more = s_layout with { UnifiedControllers = [.. s_layout.UnifiedControllers, "cpuset"] };
        if (s_layout.UnifiedControllers.Contains("cpuset"))
        {
            Assert.Skip("this kernel has every controller");
        }

        SyscallException failure = Assert.Throws<SyscallException>(() => CgroupTree.For(more, isRoot: true).Create(Name(), new ResourceLimits { CpuSet = CpuSet.Parse("0") }));
        Assert.Contains("+cpuset", failure.Message, StringComparison.Ordinal);

        // Nobody asked for it: it only would have counted.
        CgroupTree.For(more, isRoot: true).Create(Name(), new ResourceLimits { Pids = 5 }).Dispose();
        Assert.False(Directory.Exists(Path.Join(s_layout.Unified, s_layout.Group)));
    });

    [Fact]
    public void An_io_weight_needs_a_disk_that_is_scheduled_by_weights() => OnUnified(() =>
    {
        bool bfq = Directory.GetFileSystemEntries("/sys/block").Any(static disk => File.ReadAllText(disk + "/queue/scheduler").Contains("[bfq]", StringComparison.Ordinal));
        string? lack = Tree().Find(Feature.IoWeight)?.ToString();
        Assert.Equal(bfq, lack is null);
        Assert.True(bfq || lack!.Contains("scheduler", StringComparison.Ordinal));
    });

    [Fact]
    public void Two_hundred_groups_made_and_removed_at_once_leave_nothing() => OnUnified(() =>
    {
        Parallel.For(0, 200, _ =>
        {
            using CgroupLeaf leaf = Tree().Create(Name(), new ResourceLimits { Memory = ByteSize.FromMiB(32), Pids = 5 });
            Assert.Equal("5", Text(leaf, "pids.max"));
        });
        Assert.False(Directory.Exists(Path.Join(s_layout.Unified, s_layout.Group)));
    });

    private static CgroupTree Tree() => CgroupTree.For(s_layout, isRoot: true);

    private static ContainerId Name() => ContainerId.Parse($"unified-{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}");

    private static string Text(CgroupLeaf leaf, string file) => File.ReadAllText(Path.Join(leaf.Path, file)).Trim();

    private void OnUnified(Action body, [CallerMemberName] string name = "")
    {
        if (s_layout.Name == "unified" && Needs.IsRoot)
        {
            body();
            return;
        }

        Assert.SkipWhen(UnifiedGuest.WhyNot is not null, UnifiedGuest.WhyNot ?? "");
        machine.Report(name);
    }

    public sealed class Machine() : GuestRun("-class", typeof(UnifiedTreeTests).FullName!);
}
