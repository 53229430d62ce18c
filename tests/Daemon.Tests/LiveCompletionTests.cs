using Helios.Support;
using System.Diagnostics;

namespace Helios.Daemon.Tests;

/// <summary>Completion of names that only the running daemon knows, in the real shells.</summary>
public sealed class LiveCompletionTests(CompletionFleet fleet) : IClassFixture<CompletionFleet>
{
    private LiveDaemon Fleet => fleet.Daemon;

    [Theory]
    [InlineData("helios|stop|", "store page-1 page-2")]
    [InlineData("helios|stop|pag", "page-1 page-2")]
    [InlineData("helios|stop|page-1|st", "store")]
    [InlineData("helios|down|b", "backend")]
    [InlineData("helios|up|pa", "page page-1 page-2")]
    [InlineData("helios|scale|p", "page=")]
    [InlineData("helios|exec|st", "store")]
    [InlineData("helios|exec|-it|st", "store")]
    [InlineData("helios|exec|store|compge", "compgen")]
    [InlineData("helios|exec|store|cat|/etc/hostn", "/etc/hostname")]
    [InlineData("helios|cp|store", "store:")]
    [InlineData("helios|attach|--session|", "")]
    [InlineData("helios|events|--filter|b", "backend")]
    [InlineData("helios|logs|--stream|", "stdout stderr")]
    [InlineData("helios|ps|", "")]
    public void Bash_completes_live_names(string words, string expected)
    {
        string quoted = string.Join(' ', words.Split('|').Select(static word => $"'{word}'"));
        string output = Shell("bash", $"source '{Script("bash")}'; COMP_WORDS=({quoted}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); cd /; _helios; printf '%s\\n' \"${{COMPREPLY[@]}}\"");
        Assert.Equal(Sorted(expected.Split(' ')), Sorted(output.Split('\n').Distinct()));
    }

    [Theory]
    [InlineData("helios stop ", "store page-1 page-2")]
    [InlineData("helios down b", "backend")]
    [InlineData("helios scale p", "page=")]
    [InlineData("helios exec st", "store")]
    [InlineData("helios exec -it st", "store")]
    [InlineData("helios exec store hostnam", "hostname")]
    [InlineData("helios events --filter b", "backend")]
    public void Fish_completes_live_names(string line, string expected)
    {
        string output = Shell("fish", $"source '{Script("fish")}'; complete -C '{line}'");
        string[] found = Sorted(output.Split('\n').Select(static reply => reply.Split('\t')[0]));
        Assert.Equal(Sorted(expected.Split(' ')), found.Where(name => expected != "hostname" || name == expected));
    }

    [Theory]
    [InlineData("containers", "store page-1 page-2")]
    [InlineData("members", "backend store page page-1 page-2")]
    [InlineData("keys", "page=")]
    public void Zsh_asks_for_live_names(string kind, string expected)
    {
        string output = Shell(
            "zsh",
            $"autoload -U compinit && compinit -D -u && source '{Script("zsh")}'; compadd() {{ print -rl -- $names }}; helios=helios; words=(stop ''); _helios_live {kind}");
        Assert.Equal(Sorted(expected.Split(' ')), Sorted(output.Split('\n')));
        Assert.Contains($" _helios_live {kind}'", File.ReadAllText(Script("zsh")), StringComparison.Ordinal);
    }

    [Fact]
    public void Sessions_are_those_of_the_container_on_the_line()
    {
        using Process session = Fleet.Going("exec", "-t", "store", "sh", "-c", "echo begun; sleep 100");
        Assert.StartsWith("begun", session.StandardOutput.ReadLine(), StringComparison.Ordinal);
        string name = Fleet.Helios("__complete", "sessions", "--session", "", "store").Good();
        Assert.NotEqual("", name);
        Assert.Equal("", Fleet.Helios("__complete", "sessions", "page-1").Good());
        session.Kill();
    }

    [Fact]
    public void Without_a_daemon_it_is_silent_and_starts_none()
    {
        using LiveDaemon none = LiveDaemon.NotYet();
        Assert.Equal((0, "", ""), (none.Helios("__complete", "containers").Code, none.Helios("__complete", "containers").Output, none.Helios("__complete", "containers").Error));
        Assert.False(File.Exists(none.Socket));
        Assert.Equal("page-1\npage-2\nstore\n", string.Join('\n', Sorted(none.Helios("__complete", "containers", "stop", "--socket", Fleet.Socket).Good().Split('\n'))) + "\n");
        CommandResult wrong = none.Helios("__complete", "nonsense");
        Assert.Equal(("", ""), (wrong.Output, wrong.Error));
    }

    private static string[] Sorted(IEnumerable<string> words) => [.. words.Where(static word => word.Length > 0).Order(StringComparer.Ordinal)];

    private string Script(string shell)
    {
        string path = Path.Join(Fleet.Folder, "completion." + shell);
        File.WriteAllText(path, Fleet.Helios("completion", shell).Good());
        return path;
    }

    private string Shell(string shell, string command)
    {
        string path = ((string[])[$"/usr/bin/{shell}", $"/bin/{shell}"]).FirstOrDefault(File.Exists) ?? "";
        if (path.Length == 0)
        {
            Assert.Skip($"needs the program {shell}");
        }

        Needs.Tool(path);

        ProcessStartInfo start = new(path, ["-c", command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HOME"] = Fleet.Folder;
        start.Environment["TERM"] = "dumb";
        start.Environment["PATH"] = Path.GetDirectoryName(Programs.Helios) + ":" + Environment.GetEnvironmentVariable("PATH");
        start.Environment["HELIOS_SOCKET"] = Fleet.Socket;
        using Process process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
