using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>A copy-on-write layer in memory over a directory of the host.</summary>
internal sealed class OverlayRoot(string lower, bool privileged, long attributes, MemoryBounds bounds) : ChildStep
{
    internal override LaunchStep Describe() => Step(
        "root-overlay", $"lay a copy-on-write layer in memory over {lower}", ("lower", lower), ("size", bounds.SizeText));

    internal override void Emit(ChildScript script)
    {
        Staging.AttachScratch(script, bounds);
        script.MakeDirectory(Staging.Merged);
        new OverlayLayer(script, privileged, attributes).Attach(lower, Staging.Merged, []);
        script.Call("enter the root", Sys.chdir, script.Text(Staging.Merged));
    }
}
