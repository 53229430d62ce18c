using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>An empty root in memory.</summary>
internal sealed class VoidRoot(MemoryBounds bounds) : ChildStep
{
    internal override LaunchStep Describe() => Step("root-void", "make an empty root in memory");

    internal override void Emit(ChildScript script)
    {
        SpawnResult mount = Staging.NewMemory(script, bounds);
        script.Attach("attach the empty root", mount, Staging.Directory);
        script.Call("enter the empty root", Sys.chdir, script.Text(Staging.Directory));
    }
}
