using System.Runtime.InteropServices;
using Helios.Backends.Namespaces.Steps;
using Helios.Contracts;

namespace Helios.Backends.Namespaces;

/// <summary>Keeps a launch's streams open while their numbers are in a script.</summary>
internal sealed class HeldStreams : IDisposable
{
    private readonly List<SafeHandle> _held = [];

    internal HeldStreams(ContainerIo io, int handOver)
        => Descriptors = new LaunchDescriptors
        {
            Input = Hold(io.Input),
            Output = Hold(io.Output),
            Error = Hold(io.Error),
            Extra = [.. io.Extra.Select(Hold)],
            HandOver = handOver,
        };

    internal LaunchDescriptors Descriptors { get; }

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
        return (int)handle.DangerousGetHandle();
    }
}
