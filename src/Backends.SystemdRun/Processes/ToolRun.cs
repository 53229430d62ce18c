using Helios.Linux;

namespace Helios.Backends.SystemdRun.Processes;

/// <summary>Runs a program of the host by its argument vector; no shell ever reads it.</summary>
internal sealed class ToolRun(Lazy<Launcher> launcher)
{
    private const string Path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static readonly string[] s_passed = ["DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS", "XDG_RUNTIME_DIR"];

    /// <summary>The path of a program; null when the host has none.</summary>
    internal static string? Find(string name) => Path.Split(':').Select(directory => $"{directory}/{name}").FirstOrDefault(File.Exists);

    /// <summary>Runs it to its end and collects what it says.</summary>
    internal ToolEnd Run(IReadOnlyList<string> command)
    {
        using RunningTool tool = Start(command);
        return tool.End();
    }

    /// <summary>Starts it. What it says is collected.</summary>
    internal RunningTool Start(IReadOnlyList<string> command)
    {
        Pipe collected = Pipe.Create();
        using SpawnScript script = new();
        SpawnArgument nothing = script.Call("open /dev/null", Sys.openat, OpenFlags.AT_FDCWD, script.Text("/dev/null"), OpenFlags.O_RDWR | OpenFlags.O_CLOEXEC, 0);
        script.PassDescriptors((nothing, 0), (collected.WriteEnd, 1), (collected.WriteEnd, 2));
        script.CloseOnExecFrom(3);
        script.ResetSignals();
        script.Call(
            $"execute {command[0]}", Sys.execve, script.Text(Find(command[0]) ?? command[0]), script.TextArray(command), script.TextArray([.. Variables()]));
        try
        {
            SpawnedProcess process = launcher.Value.Launch(script, new SpawnRequest());
            collected.WriteEnd.Dispose();
            return new RunningTool(process, collected.ReadEnd);
        }
        catch
        {
            collected.Dispose();
            throw;
        }
    }

    private static IEnumerable<string> Variables()
    {
        yield return "PATH=" + Path;
        yield return "LC_ALL=C";
        foreach (string name in s_passed)
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
            {
                yield return $"{name}={value}";
            }
        }
    }
}
