using System.Globalization;
using Helios.Support;

namespace Helios.Linux.Tests;

public sealed class SpawnGateTests : IDisposable
{
    private static readonly SpawnRequest s_throughGate = new() { ThroughGate = true };
    private readonly Launcher _launcher = new();

    public void Dispose() => _launcher.Dispose();

    [Fact]
    public void The_embedded_bytes_are_what_the_listing_assembles_to()
        => AssembledListing.IsEmbeddedAs(Convert.ToHexString(SpawnGateX64.Code), "src", "Linux", "Spawn", "SpawnGate.x64.S");

    [Fact]
    public void A_held_child_is_the_gate_and_has_the_scripts_descriptors_and_no_others()
    {
        using FileFd unrelated = FileFd.Open("/", OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);
        using Pipe order = Pipe.Create();
        using SpawnScript script = new();
        script.WaitForRelease();
        script.PassDescriptors((order.WriteEnd, 1));
        script.Shell("echo payload");
        using SpawnedProcess process = _launcher.Launch(script, s_throughGate, held =>
        {
            // It is cloned before it is the gate, and released when it has read a byte as the gate.
            string process = string.Create(CultureInfo.InvariantCulture, $"/proc/{held.Pid}");
            Assert.StartsWith("/memfd:helios-gate", new FileInfo($"{process}/exe").LinkTarget, StringComparison.Ordinal);
            Assert.StartsWith("helios-gate\0", File.ReadAllText($"{process}/cmdline"), StringComparison.Ordinal);
            Assert.DoesNotContain("/", Directory.GetFiles($"{process}/fd").Select(static file => new FileInfo(file).LinkTarget));
            Assert.False(Poll.IsReadable(order.ReadEnd));
            order.WriteEnd.Write("prepared\n"u8);
        });
        Assert.Equal(0, process.Wait().Code);
        script.Dispose();
        order.WriteEnd.Dispose();
        Assert.Equal("prepared\npayload\n", Scripts.ReadToEnd(order.ReadEnd));
    }

    [Fact]
    public void The_payload_has_none_of_the_descriptors_of_the_launch()
    {
        (string list, _) = _launcher.Output(new SpawnScript(), "for f in /proc/self/fd/*; do echo ${f##*/}; done", s_throughGate);
        Assert.Equal("0\n1\n2\n3\n", list);
    }

    [Fact]
    public void A_payload_that_does_not_close_what_it_inherits_is_known_to_run_all_the_same()
    {
        using SpawnScript script = new();
        script.Exec("/bin/sh", "-c", "ls /proc/self/fd | wc -l >/dev/null; exit 3");
        using SpawnedProcess process = _launcher.Launch(script, s_throughGate);
        Assert.Equal(3, process.Wait().Code);
    }

    [Fact]
    public void A_failed_step_is_told_by_its_name_and_error()
    {
        using SpawnScript script = new();
        script.Call("get pid", Sys.getpid);
        script.Exec("/nowhere/program");
        SpawnException failure = Assert.Throws<SpawnException>(() => _launcher.Launch(script, s_throughGate));
        Assert.Equal(("exec /nowhere/program", Errno.ENOENT), (failure.Step, failure.Errno));
    }

    [Fact]
    public void A_child_killed_at_its_gate_is_told_so_and_what_prepare_throws_passes_on()
    {
        using SpawnScript script = new();
        script.WaitForRelease();
        script.Shell("true");
        SpawnException failure = Assert.Throws<SpawnException>(() => _launcher.Launch(script, s_throughGate, static held => Assert.True(held.PidFd.TrySignal(9))));
        Assert.Equal(SpawnFailure.Killed, failure.Failure);
        Assert.Throws<TimeoutException>(() => _launcher.Launch(script, s_throughGate, static _ => throw new TimeoutException()));
    }

    [Fact]
    public void Capabilities_of_a_new_user_namespace_go_through_the_gate_before_its_ids_are_mapped()
    {
        Needs.Root();
        SpawnScript script = new();
        script.WaitForRelease();
        (string status, _) = _launcher.Output(script, "grep CapEff /proc/self/status", s_throughGate with { Flags = CloneFlags.NewUser }, static held =>
        {
            KernelFile.Write(string.Create(CultureInfo.InvariantCulture, $"/proc/{held.Pid}/uid_map"), "0 0 1");
            KernelFile.Write(string.Create(CultureInfo.InvariantCulture, $"/proc/{held.Pid}/gid_map"), "0 0 1");
        });
        Assert.Matches("^CapEff:\t0*[1-9a-f]", status);
    }

    [Fact]
    public void A_script_joins_namespaces_without_a_copy_of_the_launchers_memory()
    {
        Needs.Root();
        using SpawnScript first = Scripts.Shell("exec sleep 100");
        using SpawnedProcess target = _launcher.Launch(first, s_throughGate with { Flags = CloneFlags.NewPid | CloneFlags.NewUts });
        try
        {
            SpawnScript join = new();
            join.Call("join", Sys.setns, target.PidFd, (long)(CloneFlags.NewPid | CloneFlags.NewUts));
            join.ContinueInChild("continue");
            (string output, WaitStatus status) = _launcher.Output(join, "echo $$; exit 9", s_throughGate);
            Assert.Equal(("2\n", 9), (output, status.Code));
        }
        finally
        {
            target.PidFd.TrySignal(9);
            target.Wait();
        }
    }

    [Fact]
    public void Nobody_can_write_the_gate_through_a_descriptor_of_it()
    {
        Assert.False(DescriptorIo.TryWrite(SpawnGate.File!, "x"u8, out Errno errno) > 0);
        Assert.Equal(Errno.EPERM, errno);
        Assert.Equal(Permissions.Octal0555, OpenFileMode.Of(SpawnGate.File!).Permissions);
    }

    [Fact]
    public void Where_no_memory_file_may_be_executed_each_launch_has_a_gate_of_its_own()
    {
        // The setting is one of the PID namespace, so this program is run in one of its own.
        Needs.Root();
        Needs.Tool("unshare");
        const string setting = "/proc/sys/vm/memfd_noexec";
        Assert.SkipUnless(File.Exists(setting), "this kernel executes every memory file: it has no vm.memfd_noexec");
        ToolResult run = Tool.Run(
            "unshare", "--pid", "--mount", "--fork", "--mount-proc", "sh", "-c", $"echo 2 >{setting} && exec \"$0\" \"$@\"",
            Environment.ProcessPath!, "-noLogo", "-noColor", "-class", typeof(WithoutExecutableMemory).FullName!, "-explicit", "only");
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.Contains("Total: 2, Errors: 0, Failed: 0, Skipped: 0", run.Output, StringComparison.Ordinal);
    }

    /// <summary>Run by the test above where vm.memfd_noexec is 2.</summary>
    public sealed class WithoutExecutableMemory : IDisposable
    {
        private readonly Launcher _launcher = new();

        public void Dispose() => _launcher.Dispose();

        [Fact(Explicit = true)]
        public void A_payload_is_launched_through_it()
        {
            Assert.Null(SpawnGate.File);
            (string list, WaitStatus status) = _launcher.Output(new SpawnScript(), "for f in /proc/self/fd/*; do echo ${f##*/}; done; exit 4", s_throughGate);
            Assert.Equal(("0\n1\n2\n3\n", 4), (list, status.Code));
        }

        [Fact(Explicit = true)]
        public void The_file_has_no_name_is_never_the_same_and_cannot_be_written_here()
        {
            using FileFd first = SpawnGate.MakeFile();
            using FileFd second = SpawnGate.MakeFile();
            Assert.False(FileOwner.Of(first).IsSameFileAs(FileOwner.Of(second)));
            Assert.Equal(0u, FileOwner.Of(first).Links);
            Assert.False(DescriptorIo.TryWrite(first, "x"u8, out Errno errno) > 0);
            Assert.Equal(Errno.EBADF, errno);
        }
    }

    [Theory]
    [InlineData]
    [InlineData("x")]
    [InlineData("99")]
    [InlineData("1", "2")]
    public void Executed_by_anybody_else_it_ends(params string[] arguments)
    {
        using TempTree temp = new();
        string gate = temp.WriteProgram("gate", StaticProgram.Of(SpawnGateX64.Code, SharedScript.Walker));
        Assert.Equal(125, Tool.Run(gate, arguments).ExitCode);
    }

    [Fact]
    public void Launches_from_many_threads_do_not_wait_for_each_others_payload()
    {
        Parallel.For(0, 8, turn =>
        {
            for (int i = 0; i < 25; i++)
            {
                using SpawnScript script = Scripts.Shell($"exit {turn}");
                using SpawnedProcess process = _launcher.Launch(script, s_throughGate);
                Assert.Equal(turn, process.Wait().Code);
            }
        });
    }
}
