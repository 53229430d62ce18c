using Helios.Contracts;

namespace Helios.Cli.Tests;

public class SpecReaderTests
{
    [Fact]
    public void Without_options_the_specification_is_the_default_one()
    {
        ContainerSpec spec = CommandLineReader.Read("ls", "-l", "--tty");

        Assert.Equal(["ls", "-l", "--tty"], spec.Command);
        Assert.Equal("0123456789ab", spec.Id.ToString());
        Assert.Equal(RootSpec.Host, spec.Root);
        Assert.Equal(NamespaceKinds.Default, spec.Namespaces);
        Assert.Equal(ResourceLimits.None, spec.Limits);
        Assert.Empty(spec.Mounts);
        Assert.Null(spec.HostName);
        Assert.Null(spec.User);
        Assert.False(spec.Terminal);
        Assert.True(spec.Security.NoNewPrivileges);
        Assert.Equal(SeccompProfile.Default, spec.Security.Seccomp);
        Assert.Empty(spec.Faults());
    }

    [Fact]
    public void Every_limit_reaches_its_field()
    {
        ContainerSpec spec = CommandLineReader.Read(
            "-m", "64M", "--memory-swap", "96M", "--cpus", "0.5", "--cpuset-cpus", "0,2-3", "--cpu-weight", "50", "--io-weight", "20", "--pids-limit", "20",
            "--ulimit", "nofile=1024:4096", "--rlimit", "core=0", "--oom-score-adj", "-500", "x");

        Assert.Equal(ByteSize.FromMiB(64), spec.Limits.Memory);
        Assert.Equal(ByteSize.FromMiB(32), spec.Limits.Swap);
        Assert.Equal(CpuAmount.FromProcessors(0.5m), spec.Limits.Cpus);
        Assert.Equal(CpuSet.Parse("0,2,3"), spec.Limits.CpuSet);
        Assert.Equal(50, spec.Limits.CpuWeight);
        Assert.Equal(20, spec.Limits.IoWeight);
        Assert.Equal(20, spec.Limits.Pids);
        Assert.Equal([new(RlimitKind.NoFile, 1024, 4096), new(RlimitKind.Core, 0, 0)], spec.Rlimits);
        Assert.Equal(-500, spec.OomScoreAdjust);
    }

    [Fact]
    public void Minus_one_leaves_swap_and_tasks_unlimited()
    {
        ContainerSpec spec = CommandLineReader.Read("-m64M", "--memory-swap=-1", "--pids=-1", "x");

        Assert.Null(spec.Limits.Swap);
        Assert.Equal(0, spec.Limits.Pids);
        Assert.Null(CommandLineReader.Read("x").Limits.Pids);
        Assert.Equal(ResourceLimits.DefaultPids, CommandLineReader.Read("x").Limits.WithDefaults().Pids);
    }

    [Fact]
    public void Swap_equal_to_memory_forbids_swap()
        => Assert.Equal(new ByteSize(0), CommandLineReader.Read("-m64M", "--memory-swap=64M", "x").Limits.Swap);

    [Fact]
    public void A_repeated_option_counts_the_last_time()
        => Assert.Equal(ByteSize.FromMiB(2), CommandLineReader.Read("-m1M", "-m2M", "x").Limits.Memory);

    [Theory]
    [InlineData("host", RootKind.Host, null)]
    [InlineData("void", RootKind.Void, null)]
    [InlineData("/srv/root", RootKind.Directory, "/srv/root")]
    [InlineData("./root", RootKind.Directory, "/work/here/root")]
    [InlineData("../root", RootKind.Directory, "/work/root")]
    public void A_root_is_a_word_or_a_directory(string text, RootKind kind, string? path)
    {
        ContainerSpec spec = CommandLineReader.Read("--root", text, "--ephemeral", "--read-only", "x");

        Assert.Equal(new RootSpec { Kind = kind, Path = path, Ephemeral = true, ReadOnly = true }, spec.Root);
    }

    [Fact]
    public void Mounts_keep_the_order_of_the_command_line_across_options()
    {
        ContainerSpec spec = CommandLineReader.Read("--tmpfs", "/a:size=1M,mode=700", "-v", "./x:/a/x:ro", "--tmpfs=/b", "--volume", "/y:/b/y:rw", "x");

        Assert.Equal(
            [
                new MountSpec.Tmpfs { Target = "/a", Size = ByteSize.FromMiB(1), Mode = 0x1C0 },
                new MountSpec.Bind { Source = "/work/here/x", Target = "/a/x", ReadOnly = true },
                new MountSpec.Tmpfs { Target = "/b" },
                new MountSpec.Bind { Source = "/y", Target = "/b/y" },
            ],
            spec.Mounts);
    }

    [Fact]
    public void Namespaces_are_shared_with_the_host_on_request()
    {
        ContainerSpec spec = CommandLineReader.Read("--net=host", "--pid=host", "--ipc=host", "--uts=host", "--cgroupns=host", "--userns=private", "--time", "x");

        Assert.Equal(NamespaceKinds.Mount | NamespaceKinds.User | NamespaceKinds.Time, spec.Namespaces);
    }

    [Fact]
    public void A_user_who_is_not_root_gets_a_user_namespace()
        => Assert.Equal(NamespaceKinds.Default | NamespaceKinds.User, CommandLineReader.ReadOn(CommandLineReader.Host with { IsRoot = false }, "x").Namespaces);

    [Fact]
    public void Rights_are_read_from_the_podman_spellings()
    {
        ContainerSpec spec = CommandLineReader.Read(
            "--cap-add", "cap_net_raw,SYS_TIME", "--cap-drop=all", "--security-opt", "no-new-privileges:false", "--security-opt=seccomp=unconfined",
            "--security-opt", "unmask=ALL", "x");

        Assert.Equal(["NET_RAW", "SYS_TIME"], spec.Security.CapabilitiesAdded);
        Assert.Equal(["ALL"], spec.Security.CapabilitiesDropped);
        Assert.False(spec.Security.NoNewPrivileges);
        Assert.Equal(SeccompProfile.Unconfined, spec.Security.Seccomp);
        Assert.True(spec.Security.Unmasked);
    }

    [Fact]
    public void Names_user_and_stop_settings_reach_their_fields()
    {
        ContainerSpec spec = CommandLineReader.Read(
            "--name", "c1", "-h", "web", "--domainname", "lab", "-u", "1000:www-data", "--group-add", "adm", "--group-add", "4", "-w", "/srv", "-it", "--rm",
            "--stop-signal", "SIGUSR1", "--stop-timeout", "3", "x");

        Assert.Equal(ContainerId.Parse("c1"), spec.Id);
        Assert.Equal("web", spec.HostName);
        Assert.Equal("lab", spec.DomainName);
        Assert.Equal(UserSpec.Parse("1000:www-data"), spec.User);
        Assert.Equal(["adm", "4"], spec.Groups);
        Assert.Equal("/srv", spec.WorkingDirectory);
        Assert.True(spec.Terminal);
        Assert.Equal(Signal.Parse("USR1"), spec.StopSignal);
        Assert.Equal(TimeSpan.FromSeconds(3), spec.StopGrace);
    }

    [Theory]
    [InlineData("--memory abc x", "--memory: 'abc' is not a size: write a number with an optional K, M, G or T (powers of 1024), such as 64M or 1.5GiB")]
    [InlineData("--memory -1 x", "--memory: '-1' is not a size: write a number with an optional K, M, G or T (powers of 1024), such as 64M or 1.5GiB")]
    [InlineData("--memory 64MB x", "--memory: '64MB' is ambiguous (1000 or 1024?): write 64M or 64MiB")]
    [InlineData("--memory-swap 64M x", "--memory-swap: needs --memory beside it: the value is memory and swap together")]
    [InlineData("-m 64M --memory-swap 32M x", "--memory-swap: '32M' is less than --memory: the value is memory and swap together")]
    [InlineData("--cpus -1 x", "--cpus: '-1' is not a number of processors: write 0.5, 2 or 50%")]
    [InlineData("--cpus 0 x", "--cpus: '0' processors is out of range: use 0.01 to 8192, such as 0.5")]
    [InlineData("--cpuset-cpus 3-1 x", "--cpuset-cpus: '3-1' is not a list of processors: write numbers and ranges, such as 0,2-3")]
    [InlineData("--pids-limit many x", "--pids-limit: 'many' is not a whole number")]
    [InlineData("--oom-score-adj 1.5 x", "--oom-score-adj: '1.5' is not a whole number")]
    [InlineData("--ulimit nofile x", "--ulimit: 'nofile' is not a resource limit: write NAME=SOFT[:HARD] with a NAME of cpu, fsize, data, stack, core, rss, nproc, nofile, memlock, as, locks, sigpending, msgqueue, nice, rtprio, rttime")]
    [InlineData("--name ../x x", "--name: '../x' is not a container name: use 1 to 63 letters, digits, '.', '_' or '-', beginning with a letter or a digit")]
    [InlineData("--user a:b:c x", "--user: 'a:b:c' is not a user: write USER or USER:GROUP, each a name or a number from 0 to 4294967294")]
    [InlineData("--user 99999999999 x", "--user: '99999999999' is not a user: write USER or USER:GROUP, each a name or a number from 0 to 4294967294")]
    [InlineData("-v data:/data x", "--volume: 'data' names a volume, which Helios does not have: write ./data for a file or directory")]
    [InlineData("-v /data x", "--volume: '/data' is not a volume: write SRC:DST or SRC:DST:ro")]
    [InlineData("-v /a:/b:z x", "--volume: 'z' is not a mode of a volume: use ro or rw")]
    [InlineData("--tmpfs /a:noexec x", "--tmpfs: 'noexec' is not an option of a tmpfs: use size=SIZE or mode=OCTAL")]
    [InlineData("--tmpfs /a:mode=999 x", "--tmpfs: '999' is not a file mode: write octal digits such as 1777")]
    [InlineData("--network bridge x", "--network: 'bridge' is not one of none, private, host")]
    [InlineData("--security-opt label=x x", "--security-opt: 'label=x' is not one of no-new-privileges=true, no-new-privileges=false, seccomp=default, seccomp=unconfined, unmask=all")]
    [InlineData("--stop-signal FOO x", "--stop-signal: 'FOO' is not a signal: write a name such as TERM or a number from 1 to 64")]
    [InlineData("--stop-timeout -1 x", "--stop-timeout: '-1' is not a number of seconds")]
    [InlineData("--tty=maybe x", "--tty: 'maybe' is neither true nor false")]
    [InlineData("--env =x x", "--env: '=x' is not a variable: write NAME=VALUE or NAME")]
    [InlineData("--env-file /nonexistent x", "--env-file: '/nonexistent': no such file or directory")]
    [InlineData("--env-file / x", "--env-file: '/': is a directory")]
    [InlineData("--tty", "a command must follow the options")]
    public void A_bad_value_is_quoted_after_its_option(string line, string message)
        => Assert.Equal(message, Assert.Throws<CliException>(() => CommandLineReader.Read(line.Split(' '))).Message);
}
