using System.Diagnostics;
using System.Runtime.InteropServices;
using Helios.Control;

namespace Helios.Daemon.Tests;

/// <summary>A real heliosd on a socket of its own, and the real helios command against it. Whatever happens, nothing is left.</summary>
internal sealed partial class LiveDaemon : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly string _directory = Directory.CreateTempSubdirectory("helios-daemon-").FullName;
    private readonly Process? _process;

    private LiveDaemon(bool start, string[] arguments)
    {
        Socket = Path.Join(_directory, "s");
        if (start)
        {
            _process = Start("heliosd", ["--socket", Socket, .. arguments]);
            while (_process.StandardError.ReadLine() is { } line && !line.Contains("listening on", StringComparison.Ordinal))
            {
                Said.Add(line);
            }

            // Somebody has to read on, or a full pipe would stop the daemon.
            StreamReader error = _process.StandardError;
            new Thread(() => error.ReadToEnd()) { IsBackground = true }.Start();
        }
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

    private static void SkipWithoutRoot()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Skip("needs root to make containers");
        }
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

    private Process Start(string program, string[] arguments)
    {
        ProcessStartInfo start = new(Path.Join(AppContext.BaseDirectory, program), arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["HELIOS_SOCKET"] = Socket;
        start.Environment["NO_COLOR"] = "1";
        return Process.Start(start)!;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int pid, int sig);
}
