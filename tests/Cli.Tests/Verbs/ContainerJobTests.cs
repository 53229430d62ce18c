using System.Globalization;
using Helios.Linux;
using Helios.Support;

namespace Helios.Cli.Tests.Verbs;

/// <summary><c>helios shell</c> with containers as its jobs, at a real terminal and without one.</summary>
public sealed class ContainerJobTests
{
    private static readonly string s_helios = Path.Join(AppContext.BaseDirectory, "helios");

    public ContainerJobTests() => Needs.Root();

    [Fact]
    public void Containers_and_programs_of_the_host_stand_in_one_pipeline()
        => Assert.Equal("HELLO\n", Shell("container run -- echo hello | tr a-z A-Z | container run -- cat"));

    [Fact]
    public void The_exit_cause_of_a_container_is_the_status()
        => Assert.Equal("7\n137\n", Shell("container run -- sh -c 'exit 7'; echo $?; container run -- sh -c 'sleep 1000' & sleep 0.5; kill -9 $! 2>/dev/null; wait $!; echo $?"));

    [Fact]
    public void The_suspend_key_freezes_a_container_and_fg_thaws_it()
    {
        Needs.FileAt("/dev/ptmx");
        using TempTree tree = new();
        string[] runtime = Environment.GetEnvironmentVariable("DOTNET_ROOT") is { } root ? ["DOTNET_ROOT=" + root] : [];
        using HostedTerminal terminal = new(new WindowSize(100, 30), [s_helios, "shell"], [$"HOME={tree.Root}", "PS1=ready$ ", "NO_COLOR=1", .. runtime]);
        terminal.Expect("ready$ ");
        terminal.Type("container run -- sh -c 'echo begun; read line; echo got $line'\r");
        terminal.Expect("begun\r\n");
        terminal.Type("\x1a");
        terminal.Expect("[1]+  Stopped");
        terminal.Expect("ready$ ");
        terminal.Type("jobs\r");
        terminal.Expect("Stopped");
        terminal.Expect("container run");
        terminal.Expect("ready$ ");
        int helios = Directory.EnumerateDirectories("/proc")
            .Select(static path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) ? pid : 0)
            .First(pid => pid > 0 && ParentOf(pid) == terminal.ProcessId && StateOf(pid) == 'T');
        Assert.Equal('T', StateOf(helios));
        terminal.Type("fg\r");
        terminal.Expect("container run");
        terminal.Type("typed\r");
        terminal.Expect("got typed");
        terminal.Expect("ready$ ");
        terminal.Type("exit\r");
        Assert.Equal(0, terminal.End());
    }

    [Fact]
    public void The_verb_starts_itself_again_for_a_list_in_the_background()
        => Assert.Equal("in\n3\n", Shell("(echo in; exit 3) & wait $!; echo $?"));

    private static string Shell(string commands) => Tool.Run(new System.Diagnostics.ProcessStartInfo(s_helios, ["shell", "-c", commands])).Output;

    private static char StateOf(int pid) => Fields(pid) is [[char state], ..] ? state : '\0';

    private static int ParentOf(int pid) => Fields(pid) is [_, var parent, ..] ? int.Parse(parent, CultureInfo.InvariantCulture) : 0;

    private static string[] Fields(int pid)
    {
        try
        {
            string text = File.ReadAllText($"/proc/{pid}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }
}
