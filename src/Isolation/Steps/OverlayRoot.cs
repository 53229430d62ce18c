using Helios.Contracts;
using Helios.Isolation.Sources;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>A copy-on-write layer in memory over a directory of the host.</summary>
/// <param name="request">The directory, the first source of the launch.</param>
/// <param name="given">Whether the supervisor takes it and hands it over.</param>
/// <param name="privileged">Whether the launch has the rights of the host's root.</param>
/// <param name="attributes">Of the layer's mount.</param>
/// <param name="bounds">How much it may hold.</param>
internal sealed class OverlayRoot(SourceRequest request, bool given, bool privileged, long attributes, MemoryBounds bounds) : ChildStep
{
    internal override LaunchStep Describe() => Step(
        "root-overlay", $"lay a copy-on-write layer in memory over {request.Path}", ("lower", request.Path), ("size", bounds.SizeText));

    internal override void Emit(ChildScript script)
    {
        SpawnArgument lower = script.TakeSource(0, request, given);
        Staging.AttachScratch(script, bounds);
        script.MakeDirectory(Staging.Merged);
        script.MakeDirectory(Staging.Lower);
        script.Attach($"attach {request.What}", lower, Staging.Lower);
        new OverlayLayer(script, privileged, attributes).Attach(Staging.Lower, Staging.Merged, []);
        script.Call("enter the root", Sys.chdir, script.Text(Staging.Merged));
    }
}
