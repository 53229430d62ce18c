using System.Diagnostics;

namespace Helios.Daemon.Tests;

/// <summary>Completion of names that only the running daemon knows, in the real shells.</summary>
public sealed class LiveCompletionTests : IDisposable
{
    private readonly LiveDaemon _daemon = LiveDaemon.Begin();

    public LiveCompletionTests()
    {
        try
        {
            _daemon.Helios("up", "--config", _daemon.FleetFile("""
                groups.backend {}
                containers {
                  web { command = [sleep, 100], replicas = 2, stop-grace = 0 }
                  db { command = [sleep, 100], group = backend, stop-grace = 0 }
                }
                """)).Good();
        }
        catch
        {
            // Nobody disposes what was not made to its end, and the daemon would stay.
            _daemon.Dispose();
            throw;
        }
    }

    public void Dispose() => _daemon.Dispose();

    [Theory]
    [InlineData("helios|stop|", "db web-1 web-2")]
    [InlineData("helios|stop|web", "web-1 web-2")]
    [InlineData("helios|stop|web-1|d", "db")]
    [InlineData("helios|down|b", "backend")]
    [InlineData("helios|up|we", "web web-1 web-2")]
    [InlineData("helios|scale|w", "web=")]
    [InlineData("helios|exec|d", "db")]
    [InlineData("helios|exec|-it|d", "db")]
    [InlineData("helios|exec|db|compge", "compgen")]
    [InlineData("helios|exec|db|cat|/etc/hostn", "/etc/hostname")]
    [InlineData("helios|cp|db", "db:")]
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
    [InlineData("helios stop ", "db web-1 web-2")]
    [InlineData("helios down b", "backend")]
    [InlineData("helios scale w", "web=")]
    [InlineData("helios exec d", "db")]
    [InlineData("helios exec -it d", "db")]
    [InlineData("helios exec db hostnam", "hostname")]
    [InlineData("helios events --filter b", "backend")]
    public void Fish_completes_live_names(string line, string expected)
    {
        string output = Shell("fish", $"source '{Script("fish")}'; complete -C '{line}'");
        string[] found = Sorted(output.Split('\n').Select(static reply => reply.Split('\t')[0]));
        Assert.Equal(Sorted(expected.Split(' ')), found.Where(name => expected != "hostname" || name == expected));
    }

    [Theory]
    [InlineData("containers", "db web-1 web-2")]
    [InlineData("members", "backend db web web-1 web-2")]
    [InlineData("keys", "web=")]
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
        using Process session = _daemon.Going("exec", "-t", "db", "sh", "-c", "echo begun; sleep 100");
        Assert.StartsWith("begun", session.StandardOutput.ReadLine(), StringComparison.Ordinal);
        string name = _daemon.Helios("__complete", "sessions", "--session", "", "db").Good();
        Assert.NotEqual("", name);
        Assert.Equal("", _daemon.Helios("__complete", "sessions", "web-1").Good());
        session.Kill();
    }

    [Fact]
    public void Without_a_daemon_it_is_silent_and_starts_none()
    {
        using LiveDaemon none = LiveDaemon.NotYet();
        Assert.Equal((0, "", ""), (none.Helios("__complete", "containers").Code, none.Helios("__complete", "containers").Output, none.Helios("__complete", "containers").Error));
        Assert.False(File.Exists(none.Socket));
        Assert.Equal("db\nweb-1\nweb-2\n", string.Join('\n', Sorted(none.Helios("__complete", "containers", "stop", "--socket", _daemon.Socket).Good().Split('\n'))) + "\n");
        CommandResult wrong = none.Helios("__complete", "nonsense");
        Assert.Equal(("", ""), (wrong.Output, wrong.Error));
    }

    private static string[] Sorted(IEnumerable<string> words) => [.. words.Where(static word => word.Length > 0).Order(StringComparer.Ordinal)];

    private string Script(string shell)
    {
        string path = Path.Join(_daemon.Folder, "completion." + shell);
        File.WriteAllText(path, _daemon.Helios("completion", shell).Good());
        return path;
    }

    private string Shell(string shell, string command)
    {
        string path = ((string[])[$"/usr/bin/{shell}", $"/bin/{shell}"]).FirstOrDefault(File.Exists) ?? "";
        if (path.Length == 0)
        {
            Assert.Skip($"needs the program {shell}");
        }

        ProcessStartInfo start = new(path, ["-c", command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HOME"] = _daemon.Folder;
        start.Environment["TERM"] = "dumb";
        start.Environment["PATH"] = AppContext.BaseDirectory + ":" + Environment.GetEnvironmentVariable("PATH");
        start.Environment["HELIOS_SOCKET"] = _daemon.Socket;
        using Process process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
