using System.Globalization;
using Helios.Linux;
using Helios.Support;

namespace Helios.Forktop.Tests;

/// <summary>The shells and the probe, compared with the process that they are of, field by field.</summary>
public sealed class ShellTests(FixtureProgram fixture) : IClassFixture<FixtureProgram>
{
    private static readonly string[] s_fields = ["Uid", "Gid", "Groups", "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb", "NoNewPrivs", "Seccomp", "Seccomp_filters"];

    public static TheoryData<string> Targets =>
    [
        "FIXTURE until-input-ends",
        "unshare -m -u -i -n -C -p -f --kill-child --mount-proc FIXTURE until-input-ends",
        "unshare -U -r -m -n FIXTURE until-input-ends",
        "setpriv --reuid 1000 --regid 1001 --groups 10,20 --bounding-set -sys_admin,-net_admin --no-new-privs FIXTURE until-input-ends",
        "setpriv --reuid 1000 --clear-groups --inh-caps +net_raw,+kill --ambient-caps +net_raw,+kill FIXTURE until-input-ends",
        "FIXTURE restricted-until-input-ends",
        "prlimit --nofile=64:128 --core=0 FIXTURE until-input-ends",
    ];

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_joined_shell_has_what_the_process_has(string command)
    {
        Needs.Root();
        using RunningFixture running = Start(command);
        int target = Find(running);
        using PtraceSource source = PtraceSource.Attach([running.Pid], CallTracing.None, []);
        List<byte[]> filters = source.Engine.FiltersOf(target, out Errno refusal);
        Assert.Equal(Errno.None, refusal);
        using ProgramTerminal terminal = new(80, 24);
        using (JoinedShell shell = JoinedShell.Beside(target, shell: null, filters, terminal.Peer!))
        {
            AssertSame(target, shell.Pid);
            Assert.True(ProcessStat.TryRead(shell.Pid, out ProcessStat stat) && !stat.IsEnding, "the shell has ended by itself");
        }

        source.Detach();
        TraceRun.Consume(source);
        running.Step();
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void An_injected_shell_has_what_the_process_has_and_leaves_it_as_it_was(string command)
    {
        Needs.Root();
        using RunningFixture running = Start(command);
        int target = Find(running);
        running.Step();
        using PtraceSource source = PtraceSource.Attach([running.Pid], CallTracing.None, []);
        string before = Registers(target);
        InjectedShell shell = InjectedShell.In(source.Engine, target, shell: null);
        using PidFd process = shell.PidFd;
        using (ProgramTerminal terminal = new(shell.Master))
        {
            AssertSame(target, shell.Pid);
            Assert.Equal(before, Registers(target));
            shell.End();
        }

        // It forks and waits as before: no child is left that it does not know.
        running.Step();
        Assert.Empty(ProcessStat.ChildrenOf(target));
        source.Detach();
        TraceRun run = TraceRun.Consume(source);
        Assert.Contains(run.Tree.All(), node => node.Key.Pid == shell.Pid && node.HasExecuted);
        running.Step();
    }

    [Fact]
    public void A_carried_shell_runs_where_the_root_has_none()
    {
        Needs.Root();
        Needs.FileAt("/bin/busybox");
        using TempTree root = new();
        root.WriteProgram("fixture", File.ReadAllBytes(fixture.Path));
        root.MakeFolder("proc");
        using RunningFixture running = new(Tool.Find("chroot")!, root.Root, "/fixture", "until-input-ends");
        running.Step();
        using ProgramTerminal joined = new(80, 24);
        using (JoinedShell shell = JoinedShell.Beside(running.Pid, shell: null, [], joined.Peer!))
        {
            Assert.Equal(root.Root, ProcessFile.Link($"/proc/{shell.Pid}/root"));
        }

        using PtraceSource source = PtraceSource.Attach([running.Pid], CallTracing.None, []);
        InjectedShell injected = InjectedShell.In(source.Engine, running.Pid, shell: null);
        using PidFd process = injected.PidFd;
        using ProgramTerminal terminal = new(injected.Master);
        Assert.Equal(root.Root, ProcessFile.Link($"/proc/{injected.Pid}/root"));
        Assert.IsNotType<PseudoTerminal>(injected.Master);
        process.TrySignal((int)SignalNumbers.SIGKILL);
        source.Detach();
        TraceRun.Consume(source);
        running.Step();
    }

    [Fact]
    public void A_probe_tells_what_a_plain_user_may_not_do_and_leaves_the_process_as_it_was()
    {
        Needs.Root();
        using RunningFixture running = Start("setpriv --reuid 1000 --regid 1000 --clear-groups --no-new-privs FIXTURE until-input-ends");
        running.Step();
        using PtraceSource source = PtraceSource.Attach([running.Pid], CallTracing.None, []);
        Dictionary<string, Errno?> answers = RightsProbe.Of(source.Engine, running.Pid).ToDictionary(static result => result.Name, static result => result.Errno);
        Assert.Equal(Errno.EACCES, answers["read /etc/shadow"]);
        Assert.Equal(Errno.EPERM, answers["raw socket"]);
        Assert.Equal(Errno.EPERM, answers["become root (setresuid)"]);
        Assert.Equal(Errno.EPERM, answers["signal process 1"]);
        Assert.Equal(Errno.EPERM, answers["set the host name"]);
        Assert.Equal(Errno.EPERM, answers["new mount namespace"]);
        Assert.Equal(Errno.None, answers["internet socket"]);
        Assert.Equal(Errno.None, answers["make a file in /tmp"]);
        running.Step();
        Assert.Empty(ProcessStat.ChildrenOf(running.Pid));
        source.Detach();
        TraceRun.Consume(source);
        running.Step();
    }

    [Fact]
    public void A_process_that_is_stopped_is_not_injected_into()
    {
        using RunningFixture running = Start("FIXTURE until-input-ends");
        running.Step();
        using PtraceSource source = PtraceSource.Attach([running.Pid], CallTracing.None, []);
        Signals.Send(running.Pid, (int)SignalNumbers.SIGSTOP);
        Assert.True(SpinWait.SpinUntil(() => PtraceEngineTests.StateOf(running.Pid) is 't' or 'T', TimeSpan.FromSeconds(30)));
        ForktopException? refused = null;
        SpinWait.SpinUntil(() => (refused = Record.Exception(() => RightsProbe.Of(source.Engine, running.Pid)) as ForktopException) is not null, TimeSpan.FromSeconds(30));
        Assert.Equal($"process {running.Pid} is stopped: let it go on first", refused?.Message);
        Signals.Send(running.Pid, (int)SignalNumbers.SIGCONT);
        running.Step();
        source.Detach();
        TraceRun.Consume(source);
    }

    private RunningFixture Start(string command)
    {
        string[] words = [.. command.Split(' ').Select(word => word == "FIXTURE" ? fixture.Path : word)];
        if (words[0] != fixture.Path)
        {
            Needs.Tool(words[0]);
            words[0] = Tool.Find(words[0])!;
        }

        RunningFixture running = new(words);
        running.Step();
        return running;
    }

    // unshare -f leaves the fixture as its child.
    private static int Find(RunningFixture running)
        => Path.GetFileName(ProcessFile.Link($"/proc/{running.Pid}/exe")) == "fixture" ? running.Pid : ProcessStat.ChildrenOf(running.Pid).Single();

    private static void AssertSame(int target, int shell)
    {
        // The launch is over when the kernel cannot go back; the exec is a little later.
        Assert.NotEmpty(new ImageReader(new TextPool()).Settled(shell).Arguments);
        Dictionary<string, string> wanted = AfterExec(Status(target));
        Dictionary<string, string> has = Status(shell);
        foreach (string field in s_fields)
        {
            Assert.True(wanted[field] == has[field], $"{field}: the process has '{wanted[field]}', the shell '{has[field]}'");
        }

        Assert.Equal(wanted["NSpid"].Split('\t').Length, has["NSpid"].Split('\t').Length);
        foreach (string name in NamespaceSet.Names)
        {
            Assert.True(ProcessFile.Link($"/proc/{target}/ns/{name}") == ProcessFile.Link($"/proc/{shell}/ns/{name}"), $"the {name} namespace is another one");
        }

        foreach (string link in new[] { "root", "cwd" })
        {
            Assert.Equal(ProcessFile.Link($"/proc/{target}/{link}"), ProcessFile.Link($"/proc/{shell}/{link}"));
        }

        foreach (string file in new[] { "cgroup", "limits" })
        {
            Assert.Equal(File.ReadAllText($"/proc/{target}/{file}"), File.ReadAllText($"/proc/{shell}/{file}"));
        }
    }

    // What the kernel's rules leave of capabilities when the process itself executes a program: of root's, all that its bounding set allows. See capabilities(7).
    private static Dictionary<string, string> AfterExec(Dictionary<string, string> status)
    {
        if (status["Uid"].Split('\t')[1] == "0")
        {
            status["CapPrm"] = status["CapEff"] = (Convert.ToUInt64(status["CapInh"], 16) | Convert.ToUInt64(status["CapBnd"], 16)).ToString("x16", CultureInfo.InvariantCulture);
        }

        return status;
    }

    private static Dictionary<string, string> Status(int pid)
        => File.ReadLines($"/proc/{pid}/status").Select(static line => line.Split(':', 2)).ToDictionary(static parts => parts[0], static parts => parts[1].Trim());

    // What a debugger would see of where it waits: in read, as soon as it has come there.
    private static string Registers(int pid)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/syscall");
        string read = string.Create(CultureInfo.InvariantCulture, $"{(int)Sys.read} ");
        string registers = "";
        Assert.True(SpinWait.SpinUntil(() => (registers = File.ReadAllText(path)).StartsWith(read, StringComparison.Ordinal), TimeSpan.FromSeconds(30)), registers);
        return registers;
    }
}
