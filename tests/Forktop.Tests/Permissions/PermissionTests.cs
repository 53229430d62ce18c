using System.Text;

namespace Helios.Forktop.Tests;

public sealed class PermissionTests
{
    private const string Status =
        "Name:\tx\nUid:\t1\t2\t3\t4\nGid:\t5\t6\t7\t8\nGroups:\t10 20 \nNSpid:\t40\t1\nCapInh:\t0000000000000001\nCapPrm:\t0000000000000002\nCapEff:\t0000000000000004\n"
        + "CapBnd:\t000001ffffffffff\nCapAmb:\t0000000000000008\nNoNewPrivs:\t1\nSeccomp:\t2\nSeccomp_filters:\t3\n";

    [Fact]
    public void Status_is_read_without_the_tracers_own_filter()
    {
        Credentials read = PermissionReader.ParseStatus(Encoding.ASCII.GetBytes(Status), ownFilters: 1);
        Assert.Equal([1u, 2u, 3u, 4u], read.UserIds);
        Assert.Equal([5u, 6u, 7u, 8u], read.GroupIds);
        Assert.Equal([10u, 20u], read.Groups);
        Assert.Equal((1ul, 2ul, 4ul, 0x1fffffffffful, 8ul), (read.Inheritable, read.Permitted, read.Effective, read.Bounding, read.Ambient));
        Assert.True(read.NoNewPrivileges);
        Assert.Equal((2, 2, 1), (read.SeccompMode, read.SeccompFilters, read.InnerPid));
        Assert.Equal(0, PermissionReader.ParseStatus("Seccomp:\t2\nSeccomp_filters:\t1\n"u8, ownFilters: 1).SeccompMode);
    }

    [Fact]
    public void Limits_are_read_by_columns()
    {
        LimitSet limits = PermissionReader.ParseLimits(
            "Limit                     Soft Limit           Hard Limit           Units     \n"
            + "Max cpu time              unlimited            unlimited            seconds   \n"
            + "Max open files            1024                 524288               files     \n"
            + "Max nice priority         0                    0                    \n");
        Assert.Equal([new("Max cpu time", ulong.MaxValue, ulong.MaxValue), new("Max open files", 1024, 524288), new("Max nice priority", 0, 0)], limits.Rows);
    }

    [Fact]
    public void Every_field_of_a_box_is_told_as_a_loss()
    {
        PermissionChange[] changes = [.. PermissionComparison.Compare(Made.Root, Made.Boxed, Made.Root)];
        Assert.Equal(
            ["uid", "gid", "effective", "permitted", "bounding", "no_new_privs", "seccomp", "mnt namespace", "pid namespace", "net namespace", "root"],
            changes.Where(static change => change.Direction == ChangeDirection.Loss).Select(static change => change.Field).Distinct());
        Assert.Null(PermissionComparison.Growth(Made.Root, Made.Boxed with { Credentials = NoGroups(Made.Boxed.Credentials) }, Made.Root));
    }

    [Fact]
    public void The_way_back_is_told_as_a_gain_field_by_field()
    {
        string[] gains = [.. PermissionComparison.Compare(Made.Boxed, Made.Root, Made.Root).Where(static change => change.Direction == ChangeDirection.Gain).Select(static change => change.Field).Distinct()];
        Assert.Equal(["uid", "gid", "effective", "permitted", "bounding", "no_new_privs", "seccomp", "mnt namespace", "pid namespace", "net namespace", "label"], gains);
    }

    [Fact]
    public void Capabilities_of_a_new_user_namespace_are_no_gain()
    {
        ProcessPermissions inside = Made.Root with { Namespaces = Made.Root.Namespaces with { User = 99 } };
        ProcessPermissions plain = Made.Root with { Credentials = Made.Boxed.Credentials };
        Assert.Null(PermissionComparison.Growth(plain with { Credentials = NoGroups(plain.Credentials) }, inside with { Credentials = WithAll(plain.Credentials) }, Made.Root));
        Assert.NotNull(PermissionComparison.Growth(plain, plain with { Credentials = WithAll(plain.Credentials) }, Made.Root));
    }

    [Fact]
    public void Higher_hard_limits_are_a_gain_and_lower_ones_a_loss()
    {
        ProcessPermissions higher = Made.Root with { Limits = new LimitSet([new Limit("Max open files", 1024, 8192), Made.Root.Limits.Rows[1]]) };
        Assert.Equal("limit Max open files: hard 4096 -> 8192", PermissionComparison.Growth(Made.Root, higher, Made.Root));
        Assert.Null(PermissionComparison.Growth(higher, Made.Root, Made.Root));
    }

    [Theory]
    [InlineData(0ul, "none")]
    [InlineData(0x1fffffffffful, "all")]
    [InlineData(0x1ffffdffffful, "all but SYS_ADMIN")]
    [InlineData(0x3ul, "CHOWN DAC_OVERRIDE")]
    public void Capability_sets_are_told_in_few_words(ulong set, string text) => Assert.Equal(text, CapabilityNames.Describe(set));

    [Theory]
    [InlineData(100000u, 0u)]
    [InlineData(100999u, 999u)]
    [InlineData(1000u, 1000u)]
    [InlineData(7u, 7u)]
    public void Ids_of_another_user_namespace_are_told_as_they_are_inside(uint outside, uint inside)
        => Assert.Equal(inside, IdMap.Parse("         0     100000       1000\n      1000       1000          1\n").Inside(outside));

    [Fact]
    public void The_shown_cgroup_is_the_deepest_of_the_unified_hierarchy_or_of_any_other()
    {
        Assert.Equal("/a", (Made.Root with { Cgroups = ["4:memory:/m", "0::/a"] }).Cgroup);
        Assert.Equal("/m", (Made.Root with { Cgroups = ["4:memory:/m", "0::/"] }).Cgroup);
        Assert.Equal("/", (Made.Root with { Cgroups = ["0::/"] }).Cgroup);
    }

    private static Credentials NoGroups(Credentials of) => new()
    {
        UserIds = of.UserIds,
        GroupIds = of.GroupIds,
        Bounding = of.Bounding,
        NoNewPrivileges = of.NoNewPrivileges,
        SeccompMode = of.SeccompMode,
        SeccompFilters = of.SeccompFilters,
    };

    private static Credentials WithAll(Credentials of) => new()
    {
        UserIds = of.UserIds,
        GroupIds = of.GroupIds,
        Bounding = 0x1ffffffffff,
        Permitted = 0x1ffffffffff,
        Effective = 0x1ffffffffff,
        NoNewPrivileges = of.NoNewPrivileges,
        SeccompMode = of.SeccompMode,
        SeccompFilters = of.SeccompFilters,
    };
}
