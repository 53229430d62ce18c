using Helios.Linux;

namespace Helios.Forktop;

/// <summary>The namespace flags of clone, unshare and setns, by the names of the headers.</summary>
internal static class NamespaceFlags
{
    private static readonly (CloneFlags Flag, string Name)[] s_names =
    [
        (CloneFlags.NewTime, "CLONE_NEWTIME"), (CloneFlags.NewMount, "CLONE_NEWNS"), (CloneFlags.NewCgroup, "CLONE_NEWCGROUP"),
        (CloneFlags.NewUts, "CLONE_NEWUTS"), (CloneFlags.NewIpc, "CLONE_NEWIPC"), (CloneFlags.NewUser, "CLONE_NEWUSER"),
        (CloneFlags.NewPid, "CLONE_NEWPID"), (CloneFlags.NewNetwork, "CLONE_NEWNET"),
    ];

    /// <summary>All of them but CLONE_NEWTIME, whose bit is a signal number's in clone(2).</summary>
    internal const CloneFlags All = CloneFlags.NewMount | CloneFlags.NewCgroup | CloneFlags.NewUts | CloneFlags.NewIpc | CloneFlags.NewUser
        | CloneFlags.NewPid | CloneFlags.NewNetwork;

    /// <summary>The names, as C code has them; the rest as a number.</summary>
    internal static string Describe(ulong flags)
    {
        List<string> names = [];
        foreach ((CloneFlags flag, string name) in s_names)
        {
            if ((flags & (ulong)flag) != 0)
            {
                names.Add(name);
                flags &= ~(ulong)flag;
            }
        }

        if (flags != 0 || names.Count == 0)
        {
            names.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(flags > 9 ? "0x" : "")}{flags:x}"));
        }

        return string.Join('|', names);
    }
}
