using Helios.Linux;

namespace Helios.Control.Benchmarks;

/// <summary>Runs commands with nothing but vfork and exec around them, their output thrown away.</summary>
internal sealed class Commands : IDisposable
{
    private readonly Launcher _launcher = new();
    private readonly FileFd _nothing = FileFd.Open("/dev/null", OpenFlags.O_RDWR);

    internal void Run(string program, params string[] arguments)
    {
        using SpawnScript script = new();
        script.ResetSignals();
        script.PassDescriptors((_nothing, 1), (_nothing, 2));
        string[] environment = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "DOTNET_EnableDiagnostics=0", $"DOTNET_ROOT={Environment.GetEnvironmentVariable("DOTNET_ROOT")}"];
        script.Call(program, Sys.execve, script.Text(program), script.TextArray([program, .. arguments]), script.TextArray(environment));
        using SpawnedProcess process = _launcher.Launch(script, new SpawnRequest());
        if (process.Wait().ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed");
        }
    }

    public void Dispose()
    {
        _launcher.Dispose();
        _nothing.Dispose();
    }
}
