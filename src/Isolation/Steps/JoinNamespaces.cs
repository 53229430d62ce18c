using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>Enters a running container's namespaces, then goes on in a child of its own, which alone is in the PID namespace. See setns(2).</summary>
public sealed class JoinNamespaces(PidFd target, CloneFlags namespaces) : ChildStep
{
    internal override LaunchStep Describe() => Step("join", "enter the container's namespaces and continue in a child");

    internal override void Emit(ChildScript script)
    {
        // It is about to be visible to the container's processes and still has rights that they have not: they may not trace it.
        script.Call("become untraceable", Sys.prctl, PrctlOptions.PR_SET_DUMPABLE, 0, 0, 0, 0);
        script.Call("enter the container's namespaces", Sys.setns, target, (long)namespaces);
        script.Script.ContinueInChild("continue inside");
    }
}
