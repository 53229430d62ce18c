using System.Diagnostics;
using Helios.Support;

namespace Helios.EndToEnd.Tests;

/// <summary>The programs themselves, without the script, started with standard descriptors closed.</summary>
public class ClosedDescriptorTests : RunTest
{
    [Theory]
    [InlineData("<&-")]
    [InlineData(">&-")]
    [InlineData("2>&-")]
    [InlineData("<&- >&-")]
    [InlineData("<&- 2>&-")]
    [InlineData(">&- 2>&-")]
    [InlineData("<&- >&- 2>&-")]
    public void A_container_gets_the_null_device_for_what_is_closed_and_nothing_of_the_runtimes(string closed)
    {
        string seen = Files.MakeFolder("seen");

        // What is not closed is the file "given", so that everything can be told by its name; cat reads to the end of whatever it has.
        string inside = "cat; echo to the output; echo to the errors >&2; exec 9>/seen/list; for n in /proc/self/fd/*; do echo ${n##*/} $(readlink /proc/$$/fd/${n##*/}) >&9; done";
        string given = Files.Write("given", "");
        ToolResult result = Shut($"<{given} >>{given} 2>>{given} {closed}", "run", "--name", Name, "-v", $"{seen}:/seen", "--", "sh", "-c", inside);

        Assert.Equal(0, result.ExitCode);
        string[] open = File.ReadAllLines(Path.Join(seen, "list"));
        for (int fd = 0; fd < 3; fd++)
        {
            bool isClosed = closed.Split(' ').Contains(fd switch { 0 => "<&-", 1 => ">&-", _ => "2>&-" });

            // A file of the host has another path inside, or none.
            Assert.Contains(open, line => line.StartsWith($"{fd} ", StringComparison.Ordinal) && line.EndsWith(" /dev/null", StringComparison.Ordinal) == isClosed);
        }

        // The shell's own are 9, which it writes to, and the directory that it reads.
        Assert.All(open, static line => Assert.Matches("^[0-39] ", line));
    }

    [Theory]
    [InlineData("<&-")]
    [InlineData(">&-")]
    [InlineData("2>&-")]
    [InlineData("<&- >&- 2>&-")]
    public void Arguments_and_variables_survive(string closed)
    {
        string seen = Files.MakeFolder("seen");
        ToolResult result = Shut($"{closed}", "run", "--name", Name, "-v", $"{seen}:/seen", "-e", "HELIOS_TEST_VARIABLE", "--", "sh", "-c", "echo \"$1|$2|$HELIOS_TEST_VARIABLE\" >/seen/words", "sh", "a  b", "");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("a  b||kept as it is\n", File.ReadAllText(Path.Join(seen, "words")));
    }

    [Theory]
    [InlineData("<&-")]
    [InlineData(">&-")]
    [InlineData("2>&-")]
    [InlineData("<&- >&- 2>&-")]
    public void The_daemon_has_the_null_device_there_too(string closed)
    {
        string socket = Files.At("s");
        string ready = Files.At("ready");
        Tool.Run("mkfifo", ready).Expect();
        ProcessStartInfo start = new("/bin/sh", ["-c", $"exec {Programs.Heliosd} --socket {socket} --ready-fd 9 9>{ready} {closed}"]);
        using Process daemon = Process.Start(start)!;
        try
        {
            Assert.Equal("", File.ReadAllText(ready).Trim());
            for (int fd = 0; fd < 3; fd++)
            {
                if (closed.Split(' ').Contains(fd switch { 0 => "<&-", 1 => ">&-", _ => "2>&-" }))
                {
                    Assert.Equal("/dev/null", new FileInfo($"/proc/{daemon.Id}/fd/{fd}").LinkTarget);
                }
            }
        }
        finally
        {
            Tool.Run(HeliosCommand.Path, "daemon", "stop", "--socket", socket).Expect();
            daemon.WaitForExit();
        }
    }

    // Exec, so that no descriptor of the shell's is in the way; the words are passed, not quoted.
    private static ToolResult Shut(string redirections, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new("/bin/sh", ["-c", $"exec \"$0\" \"$@\" {redirections}", HeliosCommand.Path, .. arguments]);
        start.Environment["HELIOS_TEST_VARIABLE"] = "kept as it is";
        return Tool.Run(start);
    }
}
