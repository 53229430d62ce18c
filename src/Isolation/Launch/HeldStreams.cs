using System.Runtime.InteropServices;
using Helios.Contracts;
using Helios.Isolation.Hosts;
using Helios.Isolation.Plans;
using Helios.Isolation.Sources;
using Helios.Isolation.Steps;
using Helios.Linux;

namespace Helios.Isolation.Launch;

/// <summary>The descriptors that a launch's script uses, kept open while their numbers are in it.</summary>
public sealed class HeldStreams : IDisposable
{
    private readonly List<SafeHandle> _held = [];
    private readonly List<MountTree> _trees = [];
    private readonly IReadOnlyList<HeldSource> _sources = [];
    private readonly int? _first;
    private readonly FileFd? _null;

    /// <param name="io">The payload's streams.</param>
    /// <param name="handOver">The socket through which the payload's process hands descriptors to the supervisor.</param>
    /// <param name="first">For a process that gets them by a message: the number it has the first one at, the others following. Otherwise it inherits them with the numbers they have here.</param>
    /// <param name="plan">What is launched; the sources and trees of the host that it asks for are opened. Null asks for none.</param>
    /// <exception cref="SyscallException">A tree cannot be taken, or the null device is none.</exception>
    /// <exception cref="BackendException">A source cannot be opened.</exception>
    public HeldStreams(ContainerIo io, UnixSocket? handOver, int? first = null, CompiledPlan? plan = null)
    {
        _first = first;
        SourceDescriptor[] sources;
        try
        {
            bool trusting = plan?.LeftOut.HasFlag(Fence.Sources) ?? false;
            _sources = HeldSource.Open(plan?.Sources ?? [], trusting);
            sources = [.. _sources.Select(source => Describe(source, trusting, plan!.GivesSources))];
            _trees.AddRange((plan?.Trees ?? []).Select(static path => MountTree.Copy(path, recursive: false, MountApi.MOUNT_ATTR_RDONLY | MountApi.MOUNT_ATTR_NOSUID | MountApi.MOUNT_ATTR_NODEV)));
        }
        catch
        {
            Dispose();
            throw;
        }

        Descriptors = new LaunchDescriptors
        {
            Input = Hold(io.Input),
            Output = Hold(io.Output),
            Error = Hold(io.Error),
            Null = io is { Input: not null, Output: not null, Error: not null } ? -1 : Hold(_null = DeviceNode.Open("/dev/null", DeviceNode.Null)),
            Extra = [.. io.Extra.Select(Hold)],
            HandOver = Hold(handOver),
            Trees = [.. _trees.Skip(_trees.Count - (plan?.Trees.Length ?? 0)).Select(Hold)],
            Sources = sources,
        };
    }

    /// <summary>Their numbers in the payload's process.</summary>
    public LaunchDescriptors Descriptors { get; }

    /// <summary>All of them in the order of their numbers there.</summary>
    public IEnumerable<SafeFd> InOrder => _held.Select(static handle => FileFd.Borrow((int)handle.DangerousGetHandle()));

    /// <summary>Gives the payload's user the pipes among them, so that it can open them again by /dev/stdout and the like.</summary>
    /// <remarks>Only pipes without a name: what has one has an owner who has chosen, and a terminal is given by whoever makes it.</remarks>
    public void GiveTo(uint userId, uint groupId)
    {
        foreach (SafeFd stream in InOrder.Where(PipeOwner.IsNameless))
        {
            PipeOwner.Give(stream, userId, groupId);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _null?.Dispose();
        foreach (HeldSource source in _sources)
        {
            source.Dispose();
        }

        _trees.ForEach(static tree => tree.Dispose());
        foreach (SafeHandle handle in _held)
        {
            handle.DangerousRelease();
        }
    }

    // What it is, is decided by what has been opened, and never by its name again.
    private SourceDescriptor Describe(HeldSource source, bool trusting, bool give)
    {
        PathKind kind = trusting ? source.Request.Expected : source.Kind;
        if (!give)
        {
            return new SourceDescriptor(-1, source.Path, kind);
        }

        MountTree tree = source.Take(kind);
        _trees.Add(tree);
        return new SourceDescriptor(Hold(tree), source.Path, kind);
    }

    private int Hold(SafeHandle? handle)
    {
        if (handle is null)
        {
            return -1;
        }

        bool added = false;
        handle.DangerousAddRef(ref added);
        _held.Add(handle);
        return _first + _held.Count - 1 ?? (int)handle.DangerousGetHandle();
    }
}
