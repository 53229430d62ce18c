using System.Collections.Immutable;
using Helios.Contracts;

namespace Helios.Isolation.Cgroups;

/// <summary>One controller of control groups, in both versions: its files, how limits are written to them, what they have counted, what is missing.</summary>
/// <remarks>A new limit is a row of <see cref="ContainerFields"/> and a few lines of its controller.</remarks>
public abstract class Controller
{
    /// <summary>All of them, in the order in which they are enabled.</summary>
    public static ImmutableArray<Controller> All { get; } =
        [new MemoryController(), new CpuController(), new CpuSetController(), new PidsController(), new IoController()];

    /// <summary>The name on cgroup v2.</summary>
    public abstract string Name { get; }

    /// <summary>The name on cgroup v1.</summary>
    public virtual string NameV1 => Name;

    /// <summary>The features that its limits are.</summary>
    public abstract ImmutableArray<Feature> Features { get; }

    /// <summary>The controller of a feature; null where no controller gives it.</summary>
    public static Controller? Of(Feature feature) => All.FirstOrDefault(controller => controller.Features.Contains(feature));

    /// <summary>Why one of its limits has no effect though the controller is there; null when it has one.</summary>
    /// <param name="feature">The limit.</param>
    /// <param name="mountPoint">Where the v2 tree is mounted.</param>
    public virtual Unsupported? Find(Feature feature, string mountPoint) => null;

    /// <summary>The same for cgroup v1.</summary>
    /// <param name="feature">The limit.</param>
    /// <param name="mountPoint">Where its hierarchy is mounted.</param>
    public virtual Unsupported? FindV1(Feature feature, string mountPoint) => null;

    /// <summary>Whether any of its limits is set.</summary>
    internal abstract bool IsAsked(ResourceLimits limits);

    /// <summary>Writes the limits that are set to a v2 directory.</summary>
    internal abstract void Apply(string group, ResourceLimits limits);

    /// <summary>Writes the limits that are set to a v1 directory.</summary>
    internal abstract void ApplyV1(string group, ResourceLimits limits);

    /// <summary>Fills a new v1 directory with what it needs before a process can be in it.</summary>
    internal virtual void PrepareV1(string mountPoint, string group)
    {
    }

    /// <summary>Adds what a v2 directory has counted.</summary>
    internal virtual ContainerStatistics Read(string group, ContainerStatistics sum) => sum;

    /// <summary>Adds what v1 directories have counted, given one for each controller that has one.</summary>
    internal virtual ContainerStatistics ReadV1(IReadOnlyDictionary<string, string> groups, ContainerStatistics sum) => sum;

    /// <summary>A number of bytes; null where there is none.</summary>
    protected static ByteSize? Size(long? bytes) => bytes is { } count ? new ByteSize(count) : null;
}
