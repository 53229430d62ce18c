using Helios.Contracts;
using Helios.Linux;
using Helios.Support;

namespace Helios.Backends.Namespaces.Tests.Kernel;

/// <summary>The breakouts of the last years, each as a test that it does not work here.</summary>
[Collection("kernel")]
public sealed class SecurityTests
{
    [Fact]
    public async Task Capabilities_are_the_small_set_with_nothing_inheritable_or_ambient()
    {
        // runc CVE-2022-29162: inheritable capabilities were not empty.
        string[] lines = await ContainerRun.LinesOf(ContainerRun.Shell("grep -E '^(Cap|NoNewPrivs|Seccomp:)' /proc/self/status"));
        Assert.Equal(
            ["CapInh:\t0000000000000000", "CapPrm:\t00000000800405fb", "CapEff:\t00000000800405fb", "CapBnd:\t00000000800405fb", "CapAmb:\t0000000000000000", "NoNewPrivs:\t1", "Seccomp:\t2"],
            lines);
    }

    [Fact]
    public async Task Dropping_all_capabilities_leaves_none()
    {
        ContainerSpec spec = ContainerRun.Shell("grep -E '^Cap(Eff|Bnd)' /proc/self/status") with { Security = new SecuritySpec { CapabilitiesDropped = ["ALL"] } };
        Assert.Equal(["CapEff:\t0000000000000000", "CapBnd:\t0000000000000000"], await ContainerRun.LinesOf(spec));
    }

    [Fact]
    public async Task Without_no_new_privs_the_filter_is_there_all_the_same()
    {
        ContainerSpec spec = ContainerRun.Shell("grep -E '^(NoNewPrivs|Seccomp:)' /proc/self/status") with { Security = new SecuritySpec { NoNewPrivileges = false } };
        Assert.Equal(["NoNewPrivs:\t0", "Seccomp:\t2"], await ContainerRun.LinesOf(spec));
    }

    [Theory]
    [InlineData("mount -t tmpfs none /mnt")]
    [InlineData("unshare -m true")]
    [InlineData("unshare -Ur true")]
    [InlineData("umount -l /proc")]
    [InlineData("echo 1 > /proc/sys/kernel/panic")]
    [InlineData("cat /proc/kcore")]
    [InlineData("mknod /tmp/sda b 8 0")]
    [InlineData("dmesg")]
    [InlineData("mkdir /sys/fs/cgroup/x")]
    [InlineData("mount -o remount,rw /sys")]
    public async Task What_would_reach_the_host_fails(string command)
    {
        ContainerRun run = await ContainerRun.ToEnd(ContainerRun.Shell($"{command} >/dev/null 2>&1 && [ -s /proc/kcore ] || exit 9"));
        Assert.Equal(9, run.Cause.Code);
    }

    [Theory]
    [InlineData("/proc/self/fd/3")]
    [InlineData("/proc/self/fd/10/../..")]
    [InlineData("/proc/1/root/usr")]
    public async Task A_working_directory_is_never_a_way_through_a_magic_link(string directory)
    {
        // runc CVE-2024-21626: a descriptor of the host as the working directory.
        ContainerSpec spec = ContainerRun.Shell("pwd") with { WorkingDirectory = directory };
        BackendException refusal = await Assert.ThrowsAsync<BackendException>(() => ContainerRun.ToEnd(spec));
        Assert.StartsWith($"enter the working directory {directory}: ", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("proc", "/tmp")]
    [InlineData("dev", "/tmp")]
    [InlineData("sys", "/etc")]
    public async Task A_link_in_the_root_does_not_redirect_the_runtimes_own_mounts(string name, string target)
    {
        // runc CVE-2026-41579 and CVE-2019-19921: the root brings links where the runtime mounts.
        using BusyboxRoot root = new();
        Directory.CreateDirectory(Path.Join(root.Path, target));
        File.CreateSymbolicLink(Path.Join(root.Path, name), target);
        ContainerSpec spec = ContainerRun.Shell("true") with { Root = new RootSpec { Kind = RootKind.Directory, Path = root.Path } };
        await Assert.ThrowsAsync<BackendException>(() => ContainerRun.ToEnd(spec));
        Assert.All(Directory.GetFileSystemEntries(Path.Join(root.Path, target)), static entry => Assert.Contains(Path.GetFileName(entry), (string[])["passwd", "group"]));
    }

    [Fact]
    public async Task A_volumes_target_that_is_a_link_stays_inside_the_root()
    {
        // runc CVE-2024-45310: making the target of a mount followed a link out.
        using BusyboxRoot root = new();
        using TempTree outside = new();
        outside.Write("volume/file", "volume\n");
        string victim = outside.MakeFolder("victim");
        File.CreateSymbolicLink(Path.Join(root.Path, "data"), victim);
        ContainerSpec spec = ContainerRun.Shell("cat /data/sub/file") with
        {
            Root = new RootSpec { Kind = RootKind.Directory, Path = root.Path },
            Mounts = [new MountSpec.Bind { Source = outside.At("volume"), Target = "/data/sub" }],
        };
        await Assert.ThrowsAnyAsync<Exception>(() => ContainerRun.LinesOf(spec));
        Assert.Empty(Directory.GetFileSystemEntries(victim));
    }

    [Fact]
    public async Task Masks_are_the_containers_own_null_device_whatever_the_root_calls_null()
    {
        // runc CVE-2025-31133: the source of a mask was the root's own /dev/null.
        using BusyboxRoot root = new();
        Directory.CreateDirectory(Path.Join(root.Path, "dev"));
        File.CreateSymbolicLink(Path.Join(root.Path, "dev/null"), "/etc/passwd");
        ContainerSpec spec = ContainerRun.Shell("wc -c < /proc/timer_list; stat -c %t:%T /dev/null") with { Root = new RootSpec { Kind = RootKind.Directory, Path = root.Path } };
        Assert.Equal(["0", "1:3"], await ContainerRun.LinesOf(spec));
    }

    [Fact]
    public async Task The_container_cannot_type_into_a_terminal()
    {
        // bubblewrap CVE-2017-5226, TIOCSTI; busybox has no such program, so the filter is asked through python where it is there.
        Needs.Tool("/usr/bin/python3");
        ContainerSpec spec = ContainerRun.Shell("") with
        {
            Command = ["/usr/bin/python3", "-c", "import fcntl\ntry:\n  fcntl.ioctl(0, 0x5412, b'x')\nexcept OSError as e:\n  print(e.errno)"],
        };
        Assert.Equal([((int)Errno.EPERM).ToString(System.Globalization.CultureInfo.InvariantCulture)], await ContainerRun.LinesOf(spec));
    }

    [Fact]
    public async Task A_set_user_id_program_gains_nothing()
    {
        Needs.FileAt("/usr/bin/su");
        ContainerSpec spec = ContainerRun.Shell("/usr/bin/su -c 'id -u' root </dev/null 2>/dev/null || echo refused") with { User = UserSpec.Parse("65534:65534") };
        Assert.Equal(["refused"], await ContainerRun.LinesOf(spec));
    }
}
