using System.Runtime.InteropServices;
using Helios.Backends.Namespaces.Steps;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Backends.SystemdRun.Gates;

/// <summary>The descriptors that a gate's script uses: kept open until they have been sent, with the numbers that the gate has them at.</summary>
internal sealed class GateDescriptors : IDisposable
{
    private readonly List<SafeHandle> _owners = [];
    private readonly List<SafeFd> _inOrder = [];

    internal GateDescriptors(ContainerIo io, UnixSocket? handOver)
        => Numbers = new LaunchDescriptors
        {
            Input = Add(io.Input),
            Output = Add(io.Output),
            Error = Add(io.Error),
            Extra = [.. io.Extra.Select(Add)],
            HandOver = Add(handOver),
        };

    /// <summary>What the script is written with.</summary>
    internal LaunchDescriptors Numbers { get; }

    /// <summary>What is sent, in order.</summary>
    internal IReadOnlyList<SafeFd> InOrder => _inOrder;

    public void Dispose()
    {
        foreach (SafeHandle owner in _owners)
        {
            owner.DangerousRelease();
        }
    }

    private int Add(SafeHandle? owner)
    {
        if (owner is null)
        {
            return -1;
        }

        bool added = false;
        owner.DangerousAddRef(ref added);
        _owners.Add(owner);
        _inOrder.Add(FileFd.Borrow((int)owner.DangerousGetHandle()));
        return Gate.FirstOfScript + _inOrder.Count - 1;
    }
}
