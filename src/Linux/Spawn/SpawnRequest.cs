namespace Helios.Linux;

/// <summary>How the child of one launch is made. See clone3(2).</summary>
public readonly record struct SpawnRequest
{
    /// <summary>No new namespace, shared memory.</summary>
    public SpawnRequest()
    {
    }

    /// <summary>The namespaces that the child starts in anew.</summary>
    public CloneFlags Flags { get; init; }

    /// <summary>
    /// Whether the child borrows the parent's memory until exec, like vfork(2), or gets a copy, like fork(2), which is slower.
    /// </summary>
    /// <remarks>
    /// A child that others than the launcher's own user can see must have a copy (and make itself non-dumpable), or they could
    /// trace the launcher's memory through it. So a script that joins namespaces is refused with shared memory.
    /// </remarks>
    public bool ShareMemory { get; init; } = true;

    /// <summary>
    /// Whether the child executes the gate first, a sealed program of a kilobyte that walks the script in its stead. No process that others can see
    /// then ever had this program's file or memory.
    /// </summary>
    /// <remarks>It needs no copy of the memory then, whatever the script joins; and launches of one launcher wait for each other only up to the gate.</remarks>
    public bool ThroughGate { get; init; }

    /// <summary>The cgroup of the v2 tree that the child is born in; null for the launcher's own.</summary>
    public CgroupDirectory? IntoCgroup { get; init; }
}
