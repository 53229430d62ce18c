using System.Runtime.InteropServices;
using Helios.Backends.Namespaces.Steps;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Backends.Namespaces;

/// <summary>The descriptors that a launch's script uses, kept open while their numbers are in it.</summary>
internal sealed class HeldStreams : IDisposable
{
    private readonly List<SafeHandle> _held = [];
    private readonly int? _first;
    private FileFd? _null;

    /// <param name="io">The payload's streams.</param>
    /// <param name="handOver">The socket through which the payload's process hands descriptors to the supervisor.</param>
    /// <param name="first">For a process that gets them by a message: the number it has the first one at, the others following. Otherwise it inherits them with the numbers they have here.</param>
    internal HeldStreams(ContainerIo io, UnixSocket? handOver, int? first = null)
    {
        _first = first;
        Descriptors = new LaunchDescriptors
        {
            Input = Hold((SafeHandle?)io.Input ?? NullDevice()),
            Output = Hold((SafeHandle?)io.Output ?? NullDevice()),
            Error = Hold((SafeHandle?)io.Error ?? NullDevice()),
            Extra = [.. io.Extra.Select(Hold)],
            HandOver = Hold(handOver),
        };
    }

    /// <summary>Their numbers in the payload's process.</summary>
    internal LaunchDescriptors Descriptors { get; }

    /// <summary>All of them in the order of their numbers there.</summary>
    internal IEnumerable<SafeFd> InOrder => _held.Select(static handle => FileFd.Borrow((int)handle.DangerousGetHandle()));

    /// <summary>Gives the payload's user the pipes among them, so that it can open them again by /dev/stdout and the like.</summary>
    /// <remarks>Only pipes without a name: what has one has an owner who has chosen, and a terminal is given by whoever makes it.</remarks>
    internal void GiveTo(uint userId, uint groupId)
    {
        foreach (SafeFd stream in InOrder.Where(PipeOwner.IsNameless))
        {
            PipeOwner.Give(stream, userId, groupId);
        }
    }

    public void Dispose()
    {
        _null?.Dispose();
        foreach (SafeHandle handle in _held)
        {
            handle.DangerousRelease();
        }
    }

    // Ours, with its number checked: the one in the container is a name that the container can give to anything.
    private FileFd NullDevice() => _null ??= DeviceNode.Open("/dev/null", DeviceNode.Null);

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
