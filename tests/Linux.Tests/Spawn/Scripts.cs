namespace Helios.Linux.Tests;

/// <summary>The scripts that several tests start from.</summary>
internal static class Scripts
{
    /// <summary>The name of cgroups that these tests make; other programs of the machine make their own meanwhile.</summary>
    internal static string CgroupName { get; } = $"helios-linux-test-{Environment.ProcessId}";

    /// <summary>Execs a shell command in a clean signal state.</summary>
    internal static SpawnScript Shell(string command)
    {
        SpawnScript script = new();
        script.Shell(command);
        return script;
    }

    /// <summary>Appends the exec of a shell command.</summary>
    internal static void Shell(this SpawnScript script, string command)
    {
        script.ResetSignals();
        script.CloseOnExecFrom(3);
        script.Exec("/bin/sh", "-c", command);
    }

    internal static void Exec(this SpawnScript script, string path, params string[] arguments)
        => script.Call($"exec {path}", Sys.execve, script.Text(path), script.TextArray([path, .. arguments]), script.TextArray(["PATH=/usr/bin:/bin"]));

    /// <summary>Launches a shell command and returns what it wrote to its standard output, and how it ended.</summary>
    internal static (string Output, WaitStatus Status) Output(this Launcher launcher, SpawnScript script, string command, SpawnRequest request, Action<HeldProcess>? prepare = null)
    {
        using Pipe pipe = Pipe.Create();
        script.PassDescriptors((pipe.WriteEnd, 1));
        script.Shell(command);
        using SpawnedProcess process = launcher.Launch(script, request, prepare);
        pipe.WriteEnd.Dispose();
        script.Dispose();
        string output = ReadToEnd(pipe.ReadEnd);
        return (output, process.Wait());
    }

    internal static string ReadToEnd(SafeFd end)
    {
        List<byte> all = [];
        byte[] buffer = new byte[4096];
        for (int count = DescriptorIo.Read(end, buffer); count > 0; count = DescriptorIo.Read(end, buffer))
        {
            all.AddRange(buffer.AsSpan(0, count));
        }

        return System.Text.Encoding.UTF8.GetString([.. all]);
    }
}
