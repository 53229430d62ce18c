using System.Collections.Immutable;
using System.Globalization;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Cgroups;

/// <summary>Disks: a share of their bandwidth, see <see cref="IoWeights"/>, and what was read and written. v1 calls it blkio.</summary>
internal sealed class IoController : Controller
{
    public override string Name => CgroupController.Io;

    public override string NameV1 => CgroupController.BlockIo;

    public override ImmutableArray<Feature> Features => [Feature.IoWeight];

    public override Unsupported? Find(Feature feature, string mountPoint) => IoWeights.Find(mountPoint);

    public override Unsupported? FindV1(Feature feature, string mountPoint) => IoWeights.FindV1(mountPoint);

    internal override bool IsAsked(ResourceLimits limits) => limits.IoWeight is not null;

    internal override void Apply(string group, ResourceLimits limits)
    {
        if (limits.IoWeight is { } weight)
        {
            IoWeights.Write(group, weight);
        }
    }

    internal override void ApplyV1(string group, ResourceLimits limits)
    {
        if (limits.IoWeight is { } weight)
        {
            IoWeights.WriteV1(group, weight);
        }
    }

    // io.stat: "254:0 rbytes=1459200 wbytes=314773504 rios=192 ...", a line for each device.
    internal override ContainerStatistics Read(string group, ContainerStatistics sum)
    {
        if (!KernelFile.TryRead(Path.Join(group, "io.stat"), out string text))
        {
            return sum;
        }

        long read = 0;
        long written = 0;
        foreach (string word in text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            read += word.StartsWith("rbytes=", StringComparison.Ordinal) ? long.Parse(word.AsSpan(7), CultureInfo.InvariantCulture) : 0;
            written += word.StartsWith("wbytes=", StringComparison.Ordinal) ? long.Parse(word.AsSpan(7), CultureInfo.InvariantCulture) : 0;
        }

        return sum with { DiskRead = new ByteSize(read), DiskWritten = new ByteSize(written) };
    }
}
