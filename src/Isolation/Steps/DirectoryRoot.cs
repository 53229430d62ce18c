using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>Takes a directory of the host as it is.</summary>
internal sealed class DirectoryRoot(string path, long attributes) : ChildStep
{
    internal override LaunchStep Describe() => Step("root-directory", $"take {path} as the root", ("source", path));

    internal override void Emit(ChildScript script)
    {
        SpawnResult tree = script.TakeTree($"open the root {path}", path, recursive: true);
        script.SetAttributes($"close the root {path} to devices", tree, recursive: true, script.RootAttributes(attributes));
        script.Attach($"attach the root {path}", tree, Staging.Directory);
        script.Call($"enter the root {path}", Sys.chdir, script.Text(Staging.Directory));
    }
}
