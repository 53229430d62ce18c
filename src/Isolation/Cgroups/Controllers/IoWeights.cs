using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Cgroups;

/// <summary>Shares of the disks: a file for each scheduler that knows weights, and whether a disk of this host uses one.</summary>
/// <remarks>
/// That a group has the files says nothing: a kernel has them for schedulers that no disk uses, and bfq's weight is in every group but the
/// root, which has none. So it is the disks that are looked at. On v1 also those of cfq, which kernels had before 5.0.
/// </remarks>
public static class IoWeights
{
    private const string Disks = "/sys/block";
    private const string WithoutBfq = "no block device here has a scheduler with weights";
    private const string ChooseBfq = "choose bfq in /sys/block/DEVICE/queue/scheduler";
    private const string ByCost = "io.weight";
    private const string ByBfq = "io.bfq.weight";
    private const string ByBfqV1 = "blkio.bfq.weight";
    private const string ByCfqV1 = "blkio.weight";

    /// <summary>Why a weight has no effect on any disk of this host; null when it has on one.</summary>
    /// <param name="mountPoint">Where the v2 tree is mounted.</param>
    /// <param name="disks">The kernel's folder of block devices.</param>
    public static Unsupported? Find(string mountPoint, string disks = Disks)
        => (KernelFile.TryRead(Path.Join(mountPoint, "io.cost.qos"), out string costs) && costs.Contains("enable=1", StringComparison.Ordinal)) || IsUsed("bfq", disks)
            ? null
            : new Unsupported(Feature.IoWeight, WithoutBfq, ChooseBfq + ", or enable the device in io.cost.qos");

    /// <summary>The same where the controller is on cgroup v1.</summary>
    /// <param name="mountPoint">Where the hierarchy of blkio is mounted.</param>
    /// <param name="disks">The kernel's folder of block devices.</param>
    public static Unsupported? FindV1(string mountPoint, string disks = Disks)
        => IsUsed("bfq", disks) || (IsUsed("cfq", disks) && KernelFile.Exists(Path.Join(mountPoint, ByCfqV1))) 
            ? null
            : new Unsupported(Feature.IoWeight, WithoutBfq, ChooseBfq);

    /// <summary>Writes a weight, 1 to 10000, into each file the group has.</summary>
    public static void Write(string group, int weight)
    {
        bool isByCost = KernelFile.Exists(Path.Join(group, ByCost));
        if (isByCost)
        {
            CgroupFile.Write(group, ByCost, weight);
        }

        if (!isByCost || KernelFile.Exists(Path.Join(group, ByBfq)))
        {
            CgroupFile.Write(group, ByBfq, OfBfq(weight));
        }
    }

    /// <summary>The same for a group of v1.</summary>
    internal static void WriteV1(string group, int weight)
    {
        bool isByCfq = KernelFile.Exists(Path.Join(group, ByCfqV1));
        if (isByCfq)
        {
            // cfq counts from 10 to 1000, and 500 is the usual one.
            CgroupFile.Write(group, ByCfqV1, Math.Clamp(weight * 5, 10, 1000));
        }

        if (!isByCfq || KernelFile.Exists(Path.Join(group, ByBfqV1)))
        {
            CgroupFile.Write(group, ByBfqV1, OfBfq(weight));
        }
    }

    // bfq counts to 1000: what is above the usual 100 shrinks in proportion, as with systemd, so that a weight is the same with both backends.
    private static int OfBfq(int weight) => weight <= 100 ? weight : 100 + ((weight - 100) * 900 / 9900);

    // "mq-deadline kyber [bfq] none": the one in use is in brackets.
    private static bool IsUsed(string scheduler, string disks)
    {
        foreach (string disk in Directory.Exists(disks) ? Directory.GetFileSystemEntries(disks) : [])
        {
            if (KernelFile.TryRead(Path.Join(disk, "queue/scheduler"), out string schedulers) && schedulers.Contains($"[{scheduler}]", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
