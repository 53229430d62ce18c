using System.Globalization;
using Helios.Contracts;
using Helios.Linux;
using Helios.Support;

namespace Helios.Backends.Namespaces.Tests.Kernel;

/// <summary>What a container sees and what the host sees of it.</summary>
[Collection("kernel")]
public sealed class IsolationTests
{
    [Theory]
    [InlineData("pid", NamespaceKinds.Pid)]
    [InlineData("mnt", NamespaceKinds.Mount)]
    [InlineData("uts", NamespaceKinds.Uts)]
    [InlineData("ipc", NamespaceKinds.Ipc)]
    [InlineData("net", NamespaceKinds.Network)]
    [InlineData("cgroup", NamespaceKinds.Cgroup)]
    [InlineData("user", NamespaceKinds.User)]
    [InlineData("time", NamespaceKinds.Time)]
    public async Task A_namespace_asked_for_is_another_than_the_hosts(string name, NamespaceKinds kind)
    {
        ContainerSpec spec = ContainerRun.Shell($"readlink /proc/self/ns/{name}");
        string[] lines = await ContainerRun.LinesOf(spec with { Namespaces = spec.Namespaces | kind });
        Assert.NotEqual(HostNamespace(name), Assert.Single(lines));
    }

    [Theory]
    [InlineData("pid", NamespaceKinds.Pid)]
    [InlineData("uts", NamespaceKinds.Uts)]
    [InlineData("ipc", NamespaceKinds.Ipc)]
    [InlineData("net", NamespaceKinds.Network)]
    [InlineData("cgroup", NamespaceKinds.Cgroup)]
    public async Task A_namespace_not_asked_for_is_the_hosts(string name, NamespaceKinds kind)
    {
        ContainerSpec spec = ContainerRun.Shell($"readlink /proc/self/ns/{name}");
        string[] lines = await ContainerRun.LinesOf(spec with { Namespaces = spec.Namespaces & ~kind });
        Assert.Equal(HostNamespace(name), Assert.Single(lines));
    }

    [Fact]
    public async Task The_payload_is_process_one_and_sees_no_other()
    {
        string[] lines = await ContainerRun.LinesOf(ContainerRun.Shell("echo $$; ls -d /proc/[0-9]* | wc -l"));
        Assert.Equal("1", lines[0]);
        Assert.InRange(int.Parse(lines[1], CultureInfo.InvariantCulture), 1, 3);
    }

    [Fact]
    public async Task Nothing_of_the_hosts_mounts_is_left_and_nothing_new_reaches_the_host()
    {
        string before = File.ReadAllText("/proc/self/mountinfo");
        using BusyboxRoot root = new();
        ContainerSpec spec = ContainerRun.Shell("cat /proc/self/mountinfo") with { Root = new RootSpec { Kind = RootKind.Directory, Path = root.Path } };
        string[] lines = await ContainerRun.LinesOf(spec);
        Assert.Equal(before, File.ReadAllText("/proc/self/mountinfo"));
        string[] points = [.. lines.Select(static line => line.Split(' ')[4])];
        Assert.Equal("/", points[0]);
        Assert.All(points, static point => Assert.True(point == "/" || point.StartsWith("/proc", StringComparison.Ordinal) || point.StartsWith("/sys", StringComparison.Ordinal) || point.StartsWith("/dev", StringComparison.Ordinal), point));
        Assert.All(lines, static line => Assert.DoesNotContain("shared:", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Devices_are_real()
    {
        string[] lines = await ContainerRun.LinesOf(ContainerRun.Shell("""
            stat -c '%n %t:%T' /dev/null /dev/zero /dev/full /dev/random /dev/urandom /dev/tty
            echo lost > /dev/null; wc -c < /dev/null
            head -c 8 /dev/urandom | wc -c
            echo x 2>/dev/null > /dev/full || echo full
            readlink /dev/fd /dev/stdin /dev/ptmx
            """));
        Assert.Equal(["/dev/null 1:3", "/dev/zero 1:5", "/dev/full 1:7", "/dev/random 1:8", "/dev/urandom 1:9", "/dev/tty 5:0", "0", "8", "full", "/proc/self/fd", "/proc/self/fd/0", "pts/ptmx"], lines);
    }

    [Fact]
    public async Task Loopback_is_up_without_running_anything_of_the_image()
    {
        using BusyboxRoot root = new();
        ContainerSpec spec = ContainerRun.Shell("cat /sys/class/net/lo/flags; ls /sys/class/net") with { Root = new RootSpec { Kind = RootKind.Directory, Path = root.Path } };
        string[] lines = await ContainerRun.LinesOf(spec);
        Assert.Equal(1, Convert.ToInt32(lines[0], 16) & 1);
        Assert.Equal(["lo"], lines[1..]);
    }

    [Fact]
    public async Task The_host_root_is_copy_on_write_with_homes_and_secrets_hidden()
    {
        string marker = $"/etc/helios-test-{Environment.ProcessId}";
        string[] lines = await ContainerRun.LinesOf(ContainerRun.Shell($"touch {marker} && ls {marker}; ls -A /root /tmp /run /home | grep -v : | wc -w; ls /etc/shadow 2>/dev/null || echo none"));
        Assert.Equal([marker, "0", "none"], lines);
        Assert.False(File.Exists(marker));
    }

    [Fact]
    public async Task A_void_root_holds_only_what_is_mounted_into_it()
    {
        Needs.Tool("busybox");
        ContainerSpec spec = ContainerRun.Shell("") with
        {
            Root = RootSpec.Void,
            Mounts = [new MountSpec.Bind { Source = Tool.Find("busybox")!, Target = "/bin/busybox", ReadOnly = true }],
            Command = ["/bin/busybox", "ls", "/"],
        };
        Assert.Equal(["bin", "dev", "proc", "sys"], (await ContainerRun.LinesOf(spec)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_ephemeral_directory_keeps_nothing()
    {
        using BusyboxRoot root = new();
        ContainerSpec spec = ContainerRun.Shell("touch /made && ls /made") with { Root = new RootSpec { Kind = RootKind.Directory, Path = root.Path, Ephemeral = true } };
        Assert.Equal(["/made"], await ContainerRun.LinesOf(spec));
        Assert.False(File.Exists(Path.Join(root.Path, "made")));
        Assert.False(Directory.Exists(Path.Join(root.Path, "proc")));
    }

    [Fact]
    public async Task A_read_only_root_takes_no_writes_but_its_mounts_do()
    {
        ContainerSpec spec = ContainerRun.Shell("touch /x 2>/dev/null || echo refused; touch /scratch/x && echo written; touch /dev/shm/x && echo shm") with
        {
            Root = RootSpec.Host with { ReadOnly = true },
            Mounts = [new MountSpec.Tmpfs { Target = "/scratch", Size = ByteSize.FromMiB(1) }],
        };
        Assert.Equal(["refused", "written", "shm"], await ContainerRun.LinesOf(spec));
    }

    [Fact]
    public async Task Volumes_are_mounted_in_order_with_their_modes()
    {
        Needs.Root();
        using TempTree tree = new();
        tree.Write("a/file", "from a\n");
        tree.Write("conf", "from conf\n");
        ContainerSpec spec = ContainerRun.Shell("cat /v/file /v/conf; touch /v/new && echo rw; touch /ro/new 2>/dev/null || echo ro") with
        {
            Mounts =
            [
                new MountSpec.Bind { Source = tree.At("a"), Target = "/v" },
                new MountSpec.Bind { Source = tree.At("conf"), Target = "/v/conf", ReadOnly = true },
                new MountSpec.Bind { Source = tree.At("a"), Target = "/ro", ReadOnly = true },
            ],
        };
        Assert.Equal(["from a", "from conf", "rw", "ro"], await ContainerRun.LinesOf(spec));
        Assert.True(File.Exists(tree.At("a", "new")));
    }

    [Fact]
    public async Task Names_directory_and_environment_are_the_specified_ones_only()
    {
        Environment.SetEnvironmentVariable("HELIOS_TEST_SECRET", "leak");
        ContainerSpec spec = ContainerRun.Shell("hostname; cat /proc/sys/kernel/domainname; pwd; env | grep -v -E '^(PWD|SHLVL|_)='") with
        {
            HostName = "box",
            DomainName = "example.org",
            WorkingDirectory = "/usr",
            Environment = [new("PATH", "/usr/bin:/bin"), new("A", "1"), new("A", "2")],
        };
        string[] lines = await ContainerRun.LinesOf(spec);
        Assert.Equal(["box", "example.org", "/usr"], lines[..3]);
        Assert.Equal(["A=2", "PATH=/usr/bin:/bin"], lines[3..].Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_user_is_who_the_containers_own_files_say()
    {
        using BusyboxRoot root = new();
        ContainerSpec spec = ContainerRun.Shell("id -u; id -g; id -G; cat /proc/self/status | grep CapEff") with
        {
            Root = new RootSpec { Kind = RootKind.Directory, Path = root.Path },
            User = UserSpec.Parse("web"),
        };
        Assert.Equal(["33", "34", "34 40", "CapEff:\t0000000000000000"], await ContainerRun.LinesOf(spec));
    }

    [Fact]
    public async Task Rlimits_and_the_oom_score_are_set()
    {
        ContainerSpec spec = ContainerRun.Shell("ulimit -n; ulimit -Hn; cat /proc/self/oom_score_adj") with { Rlimits = [Rlimit.Parse("nofile=64:128")], OomScoreAdjust = 700 };
        Assert.Equal(["64", "128", "700"], await ContainerRun.LinesOf(spec));
    }

    [Fact]
    public async Task Extra_descriptors_stand_at_three_and_on_and_no_other_passes()
    {
        Needs.Root();
        using TempTree tree = new();
        using FileFd leaked = FileFd.Open(tree.Write("leaked", "secret"), OpenFlags.O_RDONLY);
        using Pipe output = Pipe.Create();
        using NamespacesBackend backend = new(ContainerRun.Options);
        ContainerSpec spec = ContainerRun.Shell("ls /proc/self/fd | grep -v 255; cat <&3") with { };
        using FileFd extra = FileFd.Open(tree.Write("extra", "passed\n"), OpenFlags.O_RDONLY);
        await using NamespacesContainer container = backend.Prepare(spec, new ContainerIo { Output = ContainerRun.Handle(output.WriteEnd), Extra = [extra] });
        container.Start();
        output.WriteEnd.Dispose();
        using StreamReader reader = new(new FileStream(ContainerRun.Handle(output.ReadEnd), FileAccess.Read));
        string text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.True((await container.Exited).IsSuccess);

        // The fifth is the directory that ls itself reads.
        Assert.Equal("0\n1\n2\n3\n4\npassed\n", text);
    }

    private static string HostNamespace(string name) => File.ResolveLinkTarget($"/proc/self/ns/{name}", returnFinalTarget: false)!.Name;
}
