using System.Diagnostics;
using System.Runtime.InteropServices;
using Helios.Control;
using Helios.Linux;
using Helios.Support;

namespace Helios.Daemon.Tests;

/// <summary>The published heliosd on a socket of its own, and the published helios command against it. Whatever happens, nothing is left.</summary>
internal sealed partial class LiveDaemon : IDisposable
{
    private const string SetPriv = "/usr/bin/setpriv";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly string _directory = Directory.CreateTempSubdirectory("helios-daemon-").FullName;
    private Process? _process;

    private readonly uint? _user;

    private LiveDaemon(bool start, string[] arguments, uint? user = null)
    {
        _user = user;
        if (user is { } id)
        {
            Assert.Equal(0, chown(_directory, id, id));
        }

        Socket = Path.Join(_directory, "s");
        if (start)
        {
            StartOne(arguments);
        }
    }

    /// <summary>Kills the daemon as nothing else does, and starts the next one in its place.</summary>
    internal void KillAndBegin(params string[] arguments)
    {
        _process!.Kill();
        BeginAgain(arguments);
    }

    /// <summary>Waits for the daemon's end and starts the next one in its place.</summary>
    internal void BeginAgain(params string[] arguments)
    {
        Assert.True(_process!.WaitForExit(s_patience), "the daemon does not end");
        _process.Dispose();
        Said.Clear();
        StartOne(arguments);
    }

    internal string Socket { get; }

    internal string Folder => _directory;

    internal List<string> Said { get; } = [];

    internal Process Process => _process!;

    /// <summary>Starts one, or skips the test where containers cannot be made.</summary>
    internal static LiveDaemon Begin(params string[] arguments)
    {
        SkipWithoutRoot();
        return new LiveDaemon(start: true, arguments);
    }

    /// <summary>Only a place for one; the command starts it itself.</summary>
    internal static LiveDaemon NotYet()
    {
        SkipWithoutRoot();
        return new LiveDaemon(start: false, []);
    }

    /// <summary>Only a place for one that belongs to an ordinary user, who has no entry anywhere and no right to anything; every command is his.</summary>
    internal static LiveDaemon NotYetOf(uint user)
    {
        LiveDaemon place = Of(user);
        return place.Helios("version").Code == 0 ? place : Unreadable(place);
    }

    /// <summary>Starts one as an ordinary user.</summary>
    internal static LiveDaemon BeginOf(uint user, params string[] arguments)
    {
        using (NotYetOf(user))
        {
            return new LiveDaemon(start: true, arguments, user);
        }
    }

    /// <summary>The same command as another user.</summary>
    internal CommandResult HeliosOf(uint user, params string[] arguments)
    {
        using Process process = Start("helios", arguments, user);
        process.StandardInput.Close();
        return Finish(process);
    }

    internal CommandResult Helios(params string[] arguments) => Run("helios", arguments);

    internal CommandResult Run(string program, params string[] arguments)
    {
        using Process process = Start(program, arguments);
        process.StandardInput.Close();
        return Finish(process);
    }

    internal CommandResult HeliosWithInput(string input, params string[] arguments)
    {
        using Process process = Start("helios", arguments);
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        return Finish(process);
    }

    /// <summary>Starts a command that goes on.</summary>
    internal Process Going(params string[] arguments) => Start("helios", arguments);

    /// <summary>Starts a command on a terminal of its own.</summary>
    internal HostedTerminal OnTerminal(WindowSize size, params IEnumerable<string> arguments) => ProgramOnTerminal(size, [Programs.Helios, .. arguments]);

    /// <summary>Starts another program on a terminal of its own, for which <c>helios</c> is this daemon's.</summary>
    internal HostedTerminal ProgramOnTerminal(WindowSize size, string[] command)
        => new(size, command, $"HELIOS_SOCKET={Socket}", "NO_COLOR=1", $"HELIOS={Programs.Helios}", "PS1=at-the-prompt ");

    internal ControlClient Connect() => ControlClient.Connect(Socket);

    internal void Signal(int signal) => Assert.Equal(0, kill(_process!.Id, signal));

    /// <summary>Writes a fleet file and returns its path.</summary>
    internal string FleetFile(string text)
    {
        string path = Path.Join(_directory, "helios.hocon");
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            Signal(15);
            if (!_process.WaitForExit(s_patience))
            {
                _process.Kill();
            }
        }
        else if (_process is null)
        {
            Helios("daemon", "stop");
        }

        _process?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private void StartOne(string[] arguments)
    {
        Process process = Start("heliosd", ["--socket", Socket, .. arguments]);
        _process = process;
        while (process.StandardError.ReadLine() is { } line && !line.Contains("listening on", StringComparison.Ordinal))
        {
            Said.Add(line);
        }

        // Somebody has to read on, or a full pipe would stop the daemon.
        StreamReader error = process.StandardError;
        new Thread(() => error.ReadToEnd()) { IsBackground = true }.Start();
    }

    private static void SkipWithoutRoot()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Skip("needs root to make containers");
        }
    }

    private static LiveDaemon Of(uint user)
    {
        SkipWithoutRoot();
        Needs.Tool(SetPriv);

        return new LiveDaemon(start: false, [], user);
    }

    private static LiveDaemon Unreadable(LiveDaemon place)
    {
        Directory.Delete(place._directory);
        Assert.Skip($"an ordinary user cannot run {Programs.Helios}");
        return place;
    }

    private static CommandResult Finish(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_patience))
        {
            process.Kill();
            Assert.Fail($"did not end: {string.Join(' ', process.StartInfo.ArgumentList)}");
        }

        return new CommandResult(process.ExitCode, output.Result, error.Result);
    }

    private Process Start(string program, string[] arguments) => Start(program, arguments, _user);

    private Process Start(string program, string[] arguments, uint? user)
    {
        string path = Programs.PathOf(program);
        ProcessStartInfo start = new(user is null ? path : SetPriv, user is null ? arguments : [$"--reuid={user}", $"--regid={user}", "--clear-groups", path, .. arguments])
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HELIOS_SOCKET"] = Socket;
        start.Environment["NO_COLOR"] = "1";
        if (user is not null)
        {
            start.Environment["HOME"] = _directory;
            start.Environment["XDG_RUNTIME_DIR"] = _directory;
            start.Environment.Remove("HELIOS_STATE_DIR");
        }

        return Process.Start(start)!;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int pid, int sig);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int chown(string path, uint owner, uint group);
}
