namespace Helios.Support.Beds;

/// <summary>Which kind of guest. See docs/testing-beds.md.</summary>
public enum GuestKind
{
    /// <summary>User-mode Linux: one processor, cpu io memory pids, a little swap, no time namespace; quick.</summary>
    Uml,

    /// <summary>An emulated machine: two processors, cpuset and a disk with io weights as well; slow.</summary>
    Tcg,
}
