namespace Helios.Linux.Tests;

/// <summary>The scripts that several tests start from.</summary>
internal static class Scripts
{
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
}
