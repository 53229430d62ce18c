using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>Enters the working directory, which cannot be a way back to a descriptor of the host (runc CVE-2024-21626).</summary>
public sealed class WorkingDirectory(string path) : ChildStep
{
    internal override LaunchStep Describe() => Step("working-directory", $"enter {path}", ("path", path));

    internal override void Emit(ChildScript script)
    {
        OpenHow how = new() { Flags = (ulong)(OpenFlags.O_PATH | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC), Resolve = (ulong)OpenFlags.RESOLVE_NO_MAGICLINKS };
        string label = $"enter the working directory {path}";
        SpawnResult directory = script.Call(label, Sys.openat2, OpenFlags.AT_FDCWD, script.Text(path), script.Script.Struct(how), OpenHow.Size);
        script.Call(label, Sys.fchdir, directory);
        script.Call(label, Sys.close, directory);
    }
}
