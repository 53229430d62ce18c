using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>Takes away what a process inherits from its launcher beside descriptors and variables: its personality, its session keyring, its core dumps.</summary>
/// <remarks>The limit of core dumps stays as it was where the specification has one of its own; otherwise the payload may raise it as far as the launcher could.</remarks>
internal sealed class FreshState(bool hasKeys, bool withoutCore) : ChildStep
{
    private const int JoinSessionKeyring = 1;

    internal override LaunchStep Describe() => Step(
        "fresh-state", $"start with the default personality{(hasKeys ? ", a session keyring of its own" : "")}{(withoutCore ? " and no core dumps" : "")}");

    internal override void Emit(ChildScript script)
    {
        if (script.Lacks(Fence.FreshState))
        {
            return;
        }

        script.Call("reset the personality", Sys.personality, 0);
        if (hasKeys)
        {
            script.Call("give it a session keyring of its own", Sys.keyctl, JoinSessionKeyring, 0, 0, 0, 0);
        }

        if (withoutCore)
        {
            // The soft limit becomes the result of the call that has read both: zero.
            SpawnBuffer limit = script.Script.StructBuffer(default(ResourceLimit));
            SpawnResult read = script.Call("read the limit of core dumps", Sys.prlimit64, 0, RlimitResources.RLIMIT_CORE, 0, limit);
            script.Script.StoreResult(read, limit, 0);
            script.Call("make no core dumps", Sys.prlimit64, 0, RlimitResources.RLIMIT_CORE, limit, 0);
        }
    }
}
