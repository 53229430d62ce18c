using System.Runtime.InteropServices;
using Helios.Contracts;
using Helios.Isolation.Steps;
using Helios.Linux;

namespace Helios.Isolation.Launch;

/// <summary>The descriptors that a launch's script uses, kept open while their numbers are in it.</summary>
public sealed class HeldStreams : IDisposable
{
    private readonly List<SafeHandle> _held = [];
    private readonly int? _first;

    /// <param name="io">The payload's streams.</param>
    /// <param name="handOver">The socket through which the payload's process hands descriptors to the supervisor.</param>
    /// <param name="first">For a process that gets them by a message: the number it has the first one at, the others following. Otherwise it inherits them with the numbers they have here.</param>
    public HeldStreams(ContainerIo io, UnixSocket? handOver, int? first = null)
    {
        _first = first;
        Descriptors = new LaunchDescriptors
        {
            Input = Hold(io.Input),
            Output = Hold(io.Output),
            Error = Hold(io.Error),
            Extra = [.. io.Extra.Select(Hold)],
            HandOver = Hold(handOver),
        };
    }

    /// <summary>Their numbers in the payload's process.</summary>
    public LaunchDescriptors Descriptors { get; }

    /// <summary>All of them in the order of their numbers there.</summary>
    public IEnumerable<SafeFd> InOrder => _held.Select(static handle => FileFd.Borrow((int)handle.DangerousGetHandle()));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SafeHandle handle in _held)
        {
            handle.DangerousRelease();
        }
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
