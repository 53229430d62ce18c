using System.Collections;
using Helios.Linux;

namespace Helios.Cli;

/// <summary>Starts the user's own daemon in the background, in a session of its own, and waits until it is ready.</summary>
internal static class DaemonStarter
{
    private const string Program = "heliosd";
    private const string IdleSeconds = "60";
    private const int ReadyDescriptor = 3;
    private const int PrivateFile = Permissions.Octal0600;

    /// <summary>Returns when the daemon listens. Two at once are no harm: the second daemon finds the socket's lock taken and goes.</summary>
    /// <exception cref="CliException">It did not come up; the message holds what it said.</exception>
    internal static void Start(string socket)
    {
        string path = Find();
        string directory = Path.GetDirectoryName(socket)!;
        Directory.CreateDirectory(directory);
        string log = socket + ".log";
        using Pipe pipe = Pipe.Create();
        using (FileFd nothing = FileFd.Open("/dev/null", OpenFlags.O_RDWR))
        using (FileFd said = FileFd.Open(log, OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC | OpenFlags.O_NOFOLLOW, PrivateFile))
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
            using SpawnedProcess process = launcher.Launch(script, new SpawnRequest());
        }

        // Ours goes, so that the daemon's end is an end-of-file here.
        pipe.WriteEnd.Dispose();
        Span<byte> ready = stackalloc byte[1];
        if (pipe.ReadEnd.Read(ready) == 0 && !Listens(socket))
        {
            throw new CliException($"the daemon did not start: {LastLine(log)}");
        }
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

    private static string Find()
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
