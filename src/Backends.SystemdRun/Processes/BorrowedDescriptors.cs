using System.Runtime.InteropServices;
using Helios.Linux;

namespace Helios.Backends.SystemdRun.Processes;

/// <summary>Descriptors of other owners, kept open for one call.</summary>
internal sealed class BorrowedDescriptors : IDisposable
{
    private readonly IReadOnlyList<SafeHandle> _owners;
    private readonly int _held;

    internal BorrowedDescriptors(IReadOnlyList<SafeHandle> owners)
    {
        _owners = owners;
        SafeFd[] descriptors = new SafeFd[owners.Count];
        try
        {
            foreach (SafeHandle owner in owners)
            {
                bool added = false;
                owner.DangerousAddRef(ref added);
                descriptors[_held] = FileFd.Borrow((int)owner.DangerousGetHandle());
                _held++;
            }
        }
        catch
        {
            Dispose();
            throw;
        }

        Descriptors = descriptors;
    }

    /// <summary>The same descriptors, in order.</summary>
    internal SafeFd[] Descriptors { get; } = [];

    public void Dispose()
    {
        for (int i = 0; i < _held; i++)
        {
            _owners[i].DangerousRelease();
        }
    }
}
