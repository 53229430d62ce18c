using System.Collections;
using Helios.Control;
using Helios.Linux;

namespace Helios.Cli;

/// <summary>Starts the user's own daemon in the background, in a session of its own, and waits until it is ready.</summary>
internal static class DaemonStarter
{
    private const string Program = "heliosd";
    private const string IdleSeconds = "60";
    private const int ReadyDescriptor = 3;
    private const int PrivateFile = Permissions.Octal0600;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Returns when the daemon listens. Several at once are no harm: one daemon has the socket's lock, the others find it taken and go, and everybody
    /// waits until the one listens.
    /// </summary>
    /// <exception cref="CliException">It did not come up; the message holds what it said.</exception>
    internal static void Start(string socket)
    {
        string path = Find();
        string directory = Path.GetDirectoryName(socket)!;
        Directory.CreateDirectory(directory);
        string log = socket + ".log";
        using Pipe pipe = Pipe.Create();
        SpawnedProcess daemon;
        using (FileFd nothing = FileFd.Open("/dev/null", OpenFlags.O_RDWR))
        using (FileFd said = FileFd.Open(log, OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_APPEND | OpenFlags.O_NOFOLLOW, PrivateFile))
        using (SpawnScript script = new())
        using (Launcher launcher = new())
        {
            script.ResetSignals();
            script.Call("begin a session", Sys.setsid);
            script.Call("enter /", Sys.chdir, script.Text("/"));
            script.PassDescriptors((nothing, 0), (said, 1), (said, 2), (pipe.WriteEnd, ReadyDescriptor));
            script.CloseOnExecFrom(ReadyDescriptor + 1);
            string[] words = [path, "--socket", socket, "--idle-exit", IdleSeconds, "--ready-fd", "3"];
            script.Call($"exec {path}", Sys.execve, script.Text(path), script.TextArray(words), script.TextArray(Environment()));
            daemon = launcher.Launch(script, new SpawnRequest());
        }

        // Ours goes, so that the daemon's end is an end-of-file here.
        pipe.WriteEnd.Dispose();
        Span<byte> ready = stackalloc byte[1];
        using (daemon)
        {
            if (pipe.ReadEnd.Read(ready) == 0 && !(daemon.Wait().ExitCode == ControlPaths.ExitCodeOfSecondDaemon ? ListensSoon(socket) : Listens(socket)))
            {
                throw new CliException($"the daemon did not start: {LastLine(log)}");
            }
        }
    }

    /// <summary>Has the daemon program forget what it keeps, where no daemon runs; its exit code.</summary>
    internal static int Forget(string socket)
    {
        string path = Find();
        using SpawnScript script = new();
        using Launcher launcher = new();
        script.ResetSignals();
        script.CloseOnExecFrom(ReadyDescriptor);
        string[] words = [path, "--socket", socket, "--forget"];
        script.Call($"exec {path}", Sys.execve, script.Text(path), script.TextArray(words), script.TextArray(Environment()));
        using SpawnedProcess forgetting = launcher.Launch(script, new SpawnRequest());
        return forgetting.Wait().Code;
    }

    /// <summary>Waits for the daemon that has the socket's lock and does not listen yet.</summary>
    private static bool ListensSoon(string socket)
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        bool listens;
        while (!(listens = Listens(socket)) && System.Diagnostics.Stopwatch.GetElapsedTime(start) < s_patience)
        {
            // A socket that nobody listens on gives nothing to wait for but time.
            _ = Poll.WaitAny([], s_pause);
        }

        return listens;
    }

    private static bool Listens(string socket)
    {
        try
        {
            using UnixSocket probe = UnixSocket.Connect(socket);
            return true;
        }
        catch (SyscallException)
        {
            return false;
        }
    }

    /// <summary>The path of <c>heliosd</c>: what HELIOS_DAEMON names, or the one beside this program.</summary>
    /// <exception cref="CliException">There is none.</exception>
    internal static string Find()
    {
        string beside = Path.Join(AppContext.BaseDirectory, Program);
        return System.Environment.GetEnvironmentVariable("HELIOS_DAEMON") is { Length: > 0 } named ? named
            : File.Exists(beside) ? beside
            : throw new CliException($"{Program} is not beside this program ({beside}); name it with HELIOS_DAEMON");
    }

    private static string LastLine(string log)
    {
        try
        {
            return File.ReadLines(log).LastOrDefault(static line => line.Length > 0) ?? "it said nothing";
        }
        catch (IOException)
        {
            return "it said nothing";
        }
    }

    private static string[] Environment()
        => [.. System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(static pair => $"{pair.Key}={pair.Value}")];
}
