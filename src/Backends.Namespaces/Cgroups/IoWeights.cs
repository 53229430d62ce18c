using Helios.Linux;

namespace Helios.Backends.Namespaces.Cgroups;

/// <summary>Shares of the disks on cgroup v2: one file for disks that are scheduled by a cost model, another for those of bfq.</summary>
internal static class IoWeights
{
    /// <summary>The reason and the remedy where no disk is scheduled by weights.</summary>
    internal const string Lack = "no block device here has a scheduler with weights; choose bfq in /sys/block/DEVICE/queue/scheduler, or enable the device in io.cost.qos";

    private const string ByCost = "io.weight";
    private const string ByBfq = "io.bfq.weight";

    /// <summary>Whether a weight has an effect on any disk of this host.</summary>
    /// <remarks>That a group has the files says nothing: a kernel has them for schedulers that no disk uses.</remarks>
    /// <param name="mountPoint">Where the v2 tree is mounted.</param>
    internal static bool AreInForce(string mountPoint)
        => (KernelFile.TryRead(Path.Join(mountPoint, "io.cost.qos"), out string costs) && costs.Contains("enable=1", StringComparison.Ordinal)) || HasBfq();

    /// <summary>Writes a weight, 1 to 10000, into each file the group has.</summary>
    internal static void Write(string group, int weight)
    {
        bool isByCost = KernelFile.Exists(Path.Join(group, ByCost));
        if (isByCost)
        {
            CgroupFile.Write(group, ByCost, weight);
        }

        if (!isByCost || KernelFile.Exists(Path.Join(group, ByBfq)))
        {
            // bfq counts to 1000.
            CgroupFile.Write(group, ByBfq, Math.Min(weight, 1000));
        }
    }

    private static bool HasBfq()
    {
        const string disks = "/sys/block";
        foreach (string disk in Directory.Exists(disks) ? Directory.GetFileSystemEntries(disks) : [])
        {
            if (KernelFile.TryRead(Path.Join(disk, "queue/scheduler"), out string schedulers) && schedulers.Contains("[bfq]", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
