using Helios.Linux;

namespace Helios.Cli;

/// <summary>Whether somebody who is not root may make a user namespace, and the others inside it.</summary>
internal sealed class PlainUserProbe(ProbeChild child) : Probe
{
    private const long Nobody = 65534;

    /// <inheritdoc/>
    internal override string Area => "Namespaces";

    /// <inheritdoc/>
    internal override string Name => "for plain users";

    /// <inheritdoc/>
    internal override bool NeededByRun => !Environment.IsPrivilegedProcess;

    /// <inheritdoc/>
    internal override Finding Try()
    {
        string? failure = child.Try(CloneFlags.None, static script =>
        {
            if (Environment.IsPrivilegedProcess)
            {
                script.Call("become nobody", Sys.setresuid, Nobody, Nobody, Nobody);
            }

            const CloneFlags Wanted = CloneFlags.NewUser | CloneFlags.NewMount | CloneFlags.NewPid | CloneFlags.NewNetwork;
            script.Call("unshare a user, mount, pid and network namespace", Sys.unshare, SpawnArgument.Named((long)Wanted, Wanted.ToString()));
        });
        return failure is null
            ? Finding.Ok("made user, mount, pid and network namespaces without privilege")
            : Finding.Lacks(failure, KernelSetting.UserNamespaceFix());
    }
}
