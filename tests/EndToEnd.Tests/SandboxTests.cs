using Helios.Linux;
using Helios.Support;

namespace Helios.EndToEnd.Tests;

/// <summary><c>helios sandbox</c> at a keyboard, on a machine that systemd runs.</summary>
public sealed class SandboxTests(SystemdMachine machine) : IClassFixture<SystemdMachine>, IDisposable
{
    private static readonly WindowSize s_size = new(100, 30);
    private readonly string _directory = machine.Files.At("sandbox-" + Guid.NewGuid().ToString("N")[..8]);

    public void Dispose()
    {
        Assert.Equal("", machine.Traces());
        Assert.False(Path.Exists(_directory));
    }

    [Fact]
    public void A_shell_opens_after_the_settings_and_everything_is_gone_after_exit()
    {
        using HostedTerminal terminal = Open("-m", "512M");
        terminal.Expect("directory:  " + _directory);
        terminal.Expect("processors: all");
        terminal.Expect("memory:     512 MiB");
        terminal.Type("echo 1 >/usr/mark; cat /usr/mark; pwd; stty size; ls -d /root/* 2>&1 | wc -l; echo $((40 + 2))\r");
        terminal.Expect("/sandbox");
        terminal.Expect("30 100");
        terminal.Expect("42");
        Assert.True(Directory.Exists(_directory));
        terminal.Type("exit 5\r");
        Assert.Equal(5, terminal.End());
        Assert.Equal(terminal.ModesBefore, terminal.Modes());
        Assert.False(machine.Box.Run("test", "-e", "/usr/mark").ExitCode == 0);
    }

    [Fact]
    public void Its_root_and_what_it_writes_to_its_folder_are_seen_in_the_directory()
    {
        using HostedTerminal terminal = Open();
        terminal.Type("echo note >/sandbox/note; echo deep >/etc/deep; echo don\"e\"\r");
        terminal.Expect("done");
        Assert.Equal("note\n", machine.Box.Run("cat", _directory + "/note").Output);
        Assert.Equal("deep\n", machine.Box.Run("cat", _directory + "/root/etc/deep").Output);
        terminal.Type("exit\r");
        Assert.Equal(0, terminal.End());
    }

    [Theory]
    [InlineData("systemd-run")]
    [InlineData("namespaces")]
    public void Ctrl_C_interrupts_the_command_and_not_the_sandbox(string backend)
    {
        using HostedTerminal terminal = Open("--backend", backend);
        terminal.Type("PS1='ne''xt> '\r");
        terminal.Expect("next> ");

        // The process that says it is in the foreground is the one to be interrupted, hence exec. Dash swallows a Ctrl-C that comes between
        // its vfork and the child's exec: the child runs on, and so does dash, which waits for it.
        terminal.Type("sh -c 'echo go\"o\"d; exec sleep 1000'\r");
        terminal.Expect("good");
        terminal.Type("\u0003");

        // What is typed before the shell asks again may go with what was interrupted.
        terminal.Expect("next> ");
        terminal.Type("echo still\" \"here\r");
        terminal.Expect("still here");
        terminal.Expect("next> ");
        terminal.Type("exit 6\r");
        Assert.Equal(6, terminal.End());
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public void A_helios_that_is_asked_to_end_takes_the_sandbox_along(string signal)
    {
        using HostedTerminal terminal = Open();
        terminal.Type("echo rea\"d\"y\r");
        terminal.Expect("ready");
        machine.Box.Run("pkill", "-" + signal, "--full", "^[^ ]*/helios sandbox .*" + _directory).Expect();
        Assert.NotEqual(0, terminal.End());
        Assert.Equal(terminal.ModesBefore, terminal.Modes());
    }

    [Fact]
    public void What_a_killed_one_leaves_is_removed_by_the_next()
    {
        using HostedTerminal terminal = Open();
        terminal.Type("echo rea\"d\"y\r");
        terminal.Expect("ready");
        machine.Box.Run("pkill", "-KILL", "--full", "^[^ ]*/helios sandbox .*" + _directory).Expect();
        terminal.End();
        Assert.True(Directory.Exists(_directory));
        Assert.Equal(0, machine.Helios("sandbox", "-d", _directory + ".next", "true").ExitCode);
    }

    [Fact]
    public void A_directory_that_exists_is_refused_and_left_alone()
    {
        machine.Files.Write("mine/note", "precious");
        ToolResult refused = machine.Helios("sandbox", "-d", machine.Files.At("mine"));
        Assert.Equal(125, refused.ExitCode);
        Assert.Contains("exists already", refused.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(machine.Files.At("mine", "note")));
    }

    [Fact]
    public void A_command_runs_instead_of_a_shell_and_its_exit_code_is_the_sandboxs()
    {
        ToolResult result = machine.Helios("sandbox", "-d", _directory, "-c", "0", "-m", "64M", "--", "sh", "-c", "cat /sandbox/.helios-sandbox; taskset -pc $$; exit 8");
        Assert.Equal(8, result.ExitCode);
        Assert.EndsWith("gone then\npid 1's current affinity list: 0\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_systemd_does_not_run_it_says_so_and_names_the_way_that_does_without()
    {
        Needs.Root();
        Assert.SkipWhen(Directory.Exists("/run/systemd/system"), "systemd runs this machine");
        using TempTree files = new();
        ToolResult refused = HeliosCommand.Run("sandbox", "-d", files.At("box"));
        Assert.Equal((125, false), (refused.ExitCode, Path.Exists(files.At("box"))));
        Assert.Contains("--backend namespaces", Assert.Single(refused.Errors.Trim().Split('\n')), StringComparison.Ordinal);

        ToolResult opened = HeliosCommand.Run("sandbox", "--backend", "namespaces", "-d", files.At("box"), "-c", "0", "-m", "64M", "nproc");
        Assert.Equal((0, false), (opened.ExitCode, Path.Exists(files.At("box"))));
        Assert.EndsWith("gone then\n1\n", opened.Output, StringComparison.Ordinal);
    }

    private HostedTerminal Open(params IEnumerable<string> arguments) => new(s_size, machine.CommandLine(["sandbox", "-d", _directory, .. arguments]));
}
