using Helios.Linux;

namespace Helios.Cli;

/// <summary>Whether a process can start in a namespace of its own.</summary>
internal sealed class NamespaceProbe : Probe
{
    private readonly ProbeChild _child;
    private readonly CloneFlags _flag;
    private readonly string _option;

    /// <param name="child">Where it is tried.</param>
    /// <param name="name">What it is called, such as <c>pid namespace</c>.</param>
    /// <param name="flag">The flag of clone3.</param>
    /// <param name="option">The kernel's build option for it.</param>
    /// <param name="neededByRun">Whether a container has one unless told otherwise.</param>
    internal NamespaceProbe(ProbeChild child, string name, CloneFlags flag, string option, bool neededByRun)
    {
        (_child, _flag, _option) = (child, flag, option);
        Name = name;
        NeededByRun = neededByRun;
    }

    /// <inheritdoc/>
    internal override string Area => "Namespaces";

    /// <inheritdoc/>
    internal override string Name { get; }

    /// <inheritdoc/>
    internal override bool NeededByRun { get; }

    /// <inheritdoc/>
    internal override Finding Try()
        => _child.Try(_flag, static _ => { }) is not { } failure ? Finding.Ok("started a process in one")
            : Finding.Lacks(
                failure,
                _flag == CloneFlags.NewUser || !Environment.IsPrivilegedProcess ? KernelSetting.UserNamespaceFix()
                    : $"boot a kernel with {_option}=y; inside another container, give that one CAP_SYS_ADMIN");
}
