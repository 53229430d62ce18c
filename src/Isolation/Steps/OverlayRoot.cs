using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Isolation.Hosts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>A copy-on-write layer in memory over a directory of the host, some of whose paths are hidden.</summary>
/// <remarks>Each file system mounted below the directory needs a layer of its own: an overlay does not look into other file systems.</remarks>
internal sealed class OverlayRoot(string lower, ImmutableArray<string> submounts, ImmutableArray<HiddenPath> hidden, bool privileged) : ChildStep
{
    internal override LaunchStep Describe() => Step(
        "root-overlay",
        lower == "/" ? "lay a copy-on-write layer in memory over the host's root" : $"lay a copy-on-write layer in memory over {lower}",
        ("lower", lower),
        ("submounts", submounts.Length == 0 ? null : string.Join(' ', submounts)),
        ("hidden", hidden.Length == 0 ? null : string.Join(' ', hidden.Select(static path => path.Path))));

    internal override void Emit(ChildScript script)
    {
        Staging.AttachScratch(script);
        script.MakeDirectory(Staging.Merged);
        OverlayLayer layer = new(script, privileged);
        layer.Attach(lower, Staging.Merged, hidden.Where(path => !submounts.Any(mount => path.IsBelow(mount))));
        foreach (string mount in submounts)
        {
            layer.Attach(mount, Staging.Merged + mount, hidden.Where(path => path.IsBelow(mount)));
        }

        script.Call("enter the root", Sys.chdir, script.Text(Staging.Merged));
    }
}
