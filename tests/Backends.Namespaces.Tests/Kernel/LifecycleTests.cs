using System.Text;
using Helios.Contracts;
using Helios.Isolation.Cgroups;
using Helios.Linux;
using Helios.Support;
using Microsoft.Win32.SafeHandles;

namespace Helios.Backends.Namespaces.Tests.Kernel;

[Collection("kernel")]
public sealed class LifecycleTests
{
    public static TheoryData<string, ContainerSpec> Failing => new()
    {
        { "no such program", ContainerRun.Shell("") with { Command = ["no-such-program"] } },
        { "permission denied", ContainerRun.Shell("") with { Command = ["/etc/passwd"] } },
        { "no such file or directory", ContainerRun.Shell("") with { WorkingDirectory = "/no/such/place" } },
        { "does not exist", ContainerRun.Shell("") with { Root = new RootSpec { Kind = RootKind.Directory, Path = "/no/such/root" } } },
        { "not a directory", ContainerRun.Shell("") with { Root = new RootSpec { Kind = RootKind.Directory, Path = "/etc/passwd" } } },
        { "does not exist", ContainerRun.Shell("") with { Mounts = [new MountSpec.Bind { Source = "/no/such/volume", Target = "/v" }] } },
        { "no user 'nobody-here'", ContainerRun.Shell("") with { User = UserSpec.Parse("nobody-here") } },
        { "not a capability", ContainerRun.Shell("") with { Security = new SecuritySpec { CapabilitiesAdded = ["NOPE"] } } },
        { "names no program", ContainerRun.Shell("") with { Command = [] } },
        { "not a directory", ContainerRun.Shell("") with { Mounts = [new MountSpec.Tmpfs { Target = "/etc/passwd/x" }] } },
    };

    [Theory]
    [MemberData(nameof(Failing))]
    public async Task A_start_that_fails_says_why_in_one_line_and_leaves_nothing_behind(string reason, ContainerSpec spec)
    {
        Needs.Root();
        Leftovers leftovers = Leftovers.Before($"test-{Environment.ProcessId}", ContainerRun.StateDirectory);
        BackendException refusal = await Assert.ThrowsAsync<BackendException>(() => ContainerRun.ToEnd(spec));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        leftovers.AssertNone();
    }

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("kill -9 $$", 0)]
    public async Task Exit_codes_come_through(string script, int code)
    {
        // The last: process 1 of a PID namespace is immune to its own signals, as for every runtime without an init.
        ContainerRun run = await ContainerRun.ToEnd(ContainerRun.Shell(script));
        Assert.Equal(new ExitCause.Exited(code), run.Cause);
    }

    [Fact]
    public async Task A_signal_from_outside_is_the_cause()
    {
        ContainerRun run = await ContainerRun.ToEnd(ContainerRun.Shell("exec sleep 60"), container =>
        {
            Assert.True(container.TrySignal(Signal.Kill));
            return Task.CompletedTask;
        });
        Assert.Equal(new ExitCause.Signaled(Signal.Kill), run.Cause);
    }

    [Fact]
    public async Task Command_not_found_is_127_and_not_executable_is_126()
    {
        BackendException missing = await Assert.ThrowsAsync<BackendException>(() => ContainerRun.ToEnd(ContainerRun.Shell("") with { Command = ["no-such-program"] }));
        BackendException data = await Assert.ThrowsAsync<BackendException>(() => ContainerRun.ToEnd(ContainerRun.Shell("") with { Command = ["/etc/passwd"] }));
        Assert.Equal((127, 126), (missing.Cause.Code, data.Cause.Code));
    }

    [Fact]
    public async Task A_command_that_is_given_up_inside_does_not_keep_the_container_from_ending()
    {
        ContainerRun run = await ContainerRun.ToEnd(ContainerRun.Shell("exec sleep 600"), async container =>
        {
            IContainerProcess inside = await container.ExecAsync(new ExecSpec { Command = ["sleep", "600"] }, ContainerIo.Nothing, TestContext.Current.CancellationToken);
            Assert.True(inside.TrySignal(Signal.Kill));
            await inside.DisposeAsync();
            Assert.True(container.TrySignal(Signal.Kill));
            await container.Exited.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        });
        Assert.Equal(new ExitCause.Signaled(Signal.Kill), run.Cause);
    }

    [Fact]
    public async Task A_name_whose_dead_owner_left_its_control_groups_can_be_used_again()
    {
        Needs.Root();
        Leftovers leftovers = Leftovers.Before($"test-{Environment.ProcessId}", ContainerRun.StateDirectory);
        ContainerSpec spec = ContainerRun.Shell("exit 3");
        CgroupTree tree = CgroupTree.For(CgroupLayout.Detect(), isRoot: true);

        // What a launcher that was killed leaves: the groups, and a lock that nobody holds; or the groups alone.
        foreach (bool withLock in new[] { true, false })
        {
            _ = tree.Create(spec.Id, ResourceLimits.None);
            if (withLock)
            {
                Directory.CreateDirectory(ContainerRun.StateDirectory);
                File.WriteAllText(Path.Join(ContainerRun.StateDirectory, spec.Id + ".lock"), "");
            }

            Assert.Equal(new ExitCause.Exited(3), (await ContainerRun.ToEnd(spec)).Cause);
        }

        leftovers.AssertNone();
    }

    [Fact]
    public async Task A_run_leaves_nothing_behind()
    {
        Needs.Root();
        Leftovers leftovers = Leftovers.Before($"test-{Environment.ProcessId}", ContainerRun.StateDirectory);
        await ContainerRun.LinesOf(ContainerRun.Shell("sleep 60 & sleep 60 & true") with { Limits = new ResourceLimits { Pids = 20 } });
        leftovers.AssertNone();
    }

    [Fact]
    public async Task Without_a_pid_namespace_the_whole_group_goes_when_the_container_does()
    {
        Needs.Root();
        Leftovers leftovers = Leftovers.Before($"test-{Environment.ProcessId}", ContainerRun.StateDirectory);
        ContainerSpec spec = ContainerRun.Shell("setsid sleep 60 >/dev/null 2>&1 & true");
        await ContainerRun.ToEnd(spec with { Namespaces = spec.Namespaces & ~NamespaceKinds.Pid });
        leftovers.AssertNone();
    }

    [Fact]
    public async Task A_name_in_use_is_refused_and_free_again_afterwards()
    {
        ContainerSpec spec = ContainerRun.Shell("exec sleep 60");
        await ContainerRun.ToEnd(spec, async container =>
        {
            BackendException refusal = await Assert.ThrowsAsync<BackendException>(() => ContainerRun.ToEnd(spec));
            Assert.Contains("is there already", refusal.Message, StringComparison.Ordinal);
            await container.KillAllAsync();
        });
        await ContainerRun.LinesOf(spec with { Command = ["/bin/true"] });
    }

    [Fact]
    public async Task Exec_joins_every_namespace_and_the_control_group_with_the_same_rights()
    {
        ContainerSpec spec = ContainerRun.Shell("exec sleep 60") with { Limits = new ResourceLimits { Pids = 30 }, HostName = "joined" };
        await ContainerRun.ToEnd(spec, async container =>
        {
            (ExitStatus status, string text) = await Exec(container, "for n in pid mnt uts ipc net cgroup; do readlink /proc/self/ns/$n; done; hostname; grep -E '^(CapEff|NoNewPrivs|Seccomp:)' /proc/self/status; cat /proc/self/cgroup | cut -d: -f3 | sort -u; exit 3");
            Assert.Equal(3, status.Code);
            string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            string[] names = ["pid", "mnt", "uts", "ipc", "net", "cgroup"];
            Assert.Equal(names.Select(name => File.ResolveLinkTarget($"/proc/{container.ProcessId}/ns/{name}", false)!.Name), lines[..6]);
            Assert.Equal(["joined", "CapEff:\t00000000800405fb", "NoNewPrivs:\t1", "Seccomp:\t2", "/"], lines[6..]);
            await container.KillAllAsync();
        });
    }

    [Fact]
    public async Task Exec_into_a_container_that_has_ended_is_refused()
    {
        await ContainerRun.ToEnd(ContainerRun.Shell("true"), async container =>
        {
            await container.Exited;
            await Assert.ThrowsAsync<BackendException>(() => Exec(container, "true"));
        });
    }

    [Fact]
    public async Task A_terminal_is_the_containers_own_with_the_size_asked_for()
    {
        Needs.Root();
        using BusyboxRoot root = new();
        using NamespacesBackend backend = new(ContainerRun.Options);
        ContainerSpec spec = ContainerRun.Shell("tty; stty size; test -c /dev/console && echo console; read line; stty size; echo got $line") with { Terminal = true };
        await using NamespacesContainer container = backend.Prepare(spec, new ContainerIo { Size = new TerminalSize(101, 33) });
        container.Start();
        using FileStream terminal = new(new SafeFileHandle(container.Terminal!.DangerousGetHandle(), ownsHandle: false), FileAccess.ReadWrite, 1);
        StringBuilder text = new();
        ReadUntil(terminal, text, "console");
        container.Resize(new TerminalSize(50, 20));
        terminal.Write("hello\n"u8);
        ReadUntil(terminal, text, "got hello");
        Assert.Contains("/dev/pts/0", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("33 101", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("20 50", text.ToString(), StringComparison.Ordinal);
        Assert.True((await container.Exited).IsSuccess);
    }

    [Fact]
    public void What_a_dead_launcher_left_is_swept()
    {
        Needs.Root();
        CgroupLayout layout = CgroupLayout.Detect();
        if (layout.Name == "none")
        {
            Assert.Skip("this host mounts no control groups");
        }

        using TempTree state = new();
        ContainerId id = ContainerId.Parse($"test-{Environment.ProcessId}-orphan");
        Leftovers leftovers = Leftovers.Before(id.ToString());
        using NamespacesBackend backend = new(new NamespacesOptions { StateDirectory = state.At("run") });
        string abandoned = CgroupTree.For(layout, isRoot: true).Create(id, new ResourceLimits()).Path!;
        state.Write($"run/{id}.lock", "");
        Assert.True(Directory.Exists(abandoned));
        Assert.Contains($"removed leftovers of container {id}", backend.Sweep());
        leftovers.AssertNone();
        Assert.DoesNotContain(backend.Sweep(), line => line.Contains(id.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hundred_containers_at_once_all_end_and_leave_nothing()
    {
        Needs.Root();
        Leftovers leftovers = Leftovers.Before($"test-{Environment.ProcessId}", ContainerRun.StateDirectory);
        using NamespacesBackend backend = new(ContainerRun.Options);
        ExitStatus[] statuses = await Task.WhenAll(Enumerable.Range(0, 100).Select(async number =>
        {
            ContainerSpec spec = ContainerRun.Shell($"exit {number % 7}") with { Limits = new ResourceLimits { Pids = 16 } };
            IContainer container = await backend.PrepareAsync(spec, ContainerIo.Nothing, TestContext.Current.CancellationToken);
            await using (container.ConfigureAwait(false))
            {
                await container.StartAsync(CancellationToken.None);
                return await container.Exited;
            }
        }));
        Assert.Equal(Enumerable.Range(0, 100).Select(static number => number % 7), statuses.Select(static status => status.Code));
        leftovers.AssertNone();
    }

    private static async Task<(ExitStatus Status, string Text)> Exec(NamespacesContainer container, string script)
    {
        using Pipe output = Pipe.Create();
        IContainerProcess process = await container.ExecAsync(
            new ExecSpec { Command = ["/bin/sh", "-c", script] }, new ContainerIo { Output = ContainerRun.Handle(output.WriteEnd) }, CancellationToken.None);
        await using (process.ConfigureAwait(false))
        {
            output.WriteEnd.Dispose();
            using StreamReader reader = new(new FileStream(ContainerRun.Handle(output.ReadEnd), FileAccess.Read));
            string text = await reader.ReadToEndAsync();
            return (await process.Exited, text);
        }
    }

    private static void ReadUntil(FileStream terminal, StringBuilder text, string wanted)
    {
        Span<byte> buffer = stackalloc byte[1024];
        while (!text.ToString().Contains(wanted, StringComparison.Ordinal))
        {
            int count = terminal.Read(buffer);
            Assert.True(count > 0, text.ToString());
            text.Append(Encoding.UTF8.GetString(buffer[..count]));
        }
    }
}
