using System.Globalization;
using Helios.Linux;
using Helios.Support;

namespace Helios.EndToEnd.Tests;

/// <summary>The published <c>helios shell</c>: by which names it is reached, and containers as its jobs.</summary>
public sealed class ShellTests : RunTest
{
    private const string Prompt = "ready$ ";
    private const string Suspend = "\x1a";

    [Fact]
    public void A_link_named_helios_shell_is_the_shell_and_its_subshells_are_too()
    {
        string link = Files.At("helios-shell");
        File.CreateSymbolicLink(link, HeliosCommand.Path);
        Assert.Equal("helios-shell\nin the background\n0\n", Tool.Run("sh", "-c", $"{link} -c 'echo $0; (echo in the background) & wait $!; echo $?'").Expect());
    }

    [Fact]
    public void A_login_gives_its_name_a_dash()
    {
        Needs.Tool("bash");
        Assert.Equal("a login's\n3\n", Tool.Run("bash", "-c", $"exec -a -helios-shell {HeliosCommand.Path} -c \"echo \\\"a login's\\\"; (exit 3) & wait \\$!; echo \\$?\"").Expect());
    }

    [Fact]
    public void Lists_in_the_background_and_subshells_are_processes_of_the_same_program()
        => Assert.Equal("4\n1\n2\n", HeliosCommand.Run("shell", "-c", "A=4; (echo $A; exit 1) & wait $!; echo $?; true && sh -c 'exit 2' & wait $!; echo $?").Output);

    [Fact]
    public void A_container_is_a_stage_of_a_pipeline_and_its_exit_code_is_the_status()
    {
        ToolResult result = HeliosCommand.Run(
            "shell", "-c", $"container run --name {Name} -- sh -c 'echo abc; exit 5' | tr a-z A-Z | container run -i -- sed s/C/c/; container run --name {Name} -- sh -c 'exit 6'; echo $?; set -o pipefail; container run --name {Name} -- sh -c 'exit 7' | cat; echo $?");
        Assert.Equal("ABc\n6\n7\n", result.Output);
        Assert.Equal("", result.Errors);
    }

    [Fact]
    public void A_container_in_the_background_is_waited_for_and_killed_by_its_job()
    {
        string ready = Files.At("ready");
        string payload = "trap \"exit 9\" TERM; echo ready; while :; do sleep 0.05; done";
        ToolResult result = HeliosCommand.Run(
            "shell", "-c", $"container run --name {Name} -- sh -c 'exit 8' & wait $!; echo $?; mkfifo {ready}; container run --name {Name} -- sh -c '{payload}' > {ready} & read x < {ready}; kill %1; wait $!; echo $x $?");
        Assert.Equal("8\nready 9\n", result.Output);
    }

    [Fact]
    public void A_container_is_stopped_by_the_suspend_key_and_continued_by_bg_and_fg()
    {
        using HostedTerminal shell = new(
            new WindowSize(100, 30), [HeliosCommand.Path, "shell"], $"HOME={Files.Root}", "PS1=" + Prompt, "HISTFILE=", "TERM=dumb", "LC_ALL=C");
        shell.Expect(Prompt);
        shell.Type($"container run --name {Name} -- sh -c 'trap \"exit 7\" USR1; echo be\"\"gun; while :; do sleep 0.05; done' < /dev/null\r");
        shell.Expect("begun");
        shell.Type(Suspend);
        shell.Expect("[1]+  Stopped (signal)        container run");
        shell.Expect(Prompt);
        Command(shell, $"jobs -p > {Files.At("job")}");
        int payload = Children(int.Parse(File.ReadAllText(Files.At("job")), CultureInfo.InvariantCulture)).First();
        AwaitHeld(payload, true);

        Command(shell, "bg");
        AwaitHeld(payload, false);
        shell.Type("jobs\r");
        shell.Expect("[1]+  Running                 container run");
        shell.Expect(Prompt);

        shell.Type("fg\r");
        shell.Expect("while :; do sleep 0.05; done' < /dev/null\r\n");
        shell.Type(Suspend);
        shell.Expect("[1]+  Stopped (signal)        container run");
        shell.Expect(Prompt);
        AwaitHeld(payload, true);

        // A signal continues it, as a stopped process would answer it only then.
        shell.Type("kill -USR1 %1; wait %1; echo status''=$?\r");
        shell.Expect("status=7\r\n");
        shell.Expect(Prompt);
        shell.Type("exit\r");
        Assert.Equal(0, shell.End());
    }

    private static void Command(HostedTerminal shell, string command)
    {
        shell.Type(command + "\r");
        shell.Expect(command + "\r\n");
        shell.Expect(Prompt);
    }

    private static IEnumerable<int> Children(int parent)
        => Directory.EnumerateDirectories($"/proc/{parent}/task")
            .SelectMany(static task => File.ReadAllText(task + "/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(static child => int.Parse(child, CultureInfo.InvariantCulture));

    private static void AwaitHeld(int pid, bool held)
    {
        long end = Environment.TickCount64 + 60_000;
        while (IsHeld(pid) != held)
        {
            Assert.True(Environment.TickCount64 < end, $"the payload is {(held ? "not held" : "held on")}");
            Thread.Yield();
        }
    }

    // Frozen with its control group of either version.
    private static bool IsHeld(int pid)
    {
        foreach (string line in File.ReadAllLines($"/proc/{pid}/cgroup"))
        {
            string[] fields = line.Split(':', 3);
            string[] states = fields[1] switch
            {
                "" => [$"/sys/fs/cgroup{fields[2]}/cgroup.events", $"/sys/fs/cgroup/unified{fields[2]}/cgroup.events"],
                "freezer" => [$"/sys/fs/cgroup/freezer{fields[2]}/freezer.state"],
                _ => [],
            };
            if (states.Any(static state => File.Exists(state) && File.ReadAllLines(state).Any(static entry => entry is "FROZEN" or "frozen 1")))
            {
                return true;
            }
        }

        return false;
    }
}
