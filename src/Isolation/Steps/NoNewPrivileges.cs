using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>From here on no program gains rights by being executed.</summary>
public sealed class NoNewPrivileges : ChildStep
{
    internal override LaunchStep Describe() => Step("no-new-privileges", "set no_new_privs");

    internal override void Emit(ChildScript script)
        => script.Call("set no_new_privs", Sys.prctl, PrctlOptions.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}
