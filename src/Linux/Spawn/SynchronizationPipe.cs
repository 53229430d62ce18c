using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>Holds a child: it reads one byte for each hold, and end-of-file tells it to die.</summary>
/// <remarks>
/// End-of-file arrives only when every copy of the write end is gone. The child closes its own copy at its first hold. A child
/// that another thread clones meanwhile has a copy too, until its exec; <see cref="CloneGate"/> makes pipe2 and clone3 one step,
/// so that of several held children a later one may have a copy of an earlier one's pipe and never also the reverse. When the
/// launcher dies, the latest sees end-of-file first and then the others in turn.
/// </remarks>
internal sealed unsafe class SynchronizationPipe : IDisposable
{
    /// <summary>Held from pipe2 until the child exists.</summary>
    internal static readonly Lock CloneGate = new();

    private readonly PipeEnd _read;
    private readonly PipeEnd _write;

    internal SynchronizationPipe() => (_read, _write) = PipeEnd.CreatePair();

    internal int ReadNumber => _read.Number;

    internal int WriteNumber => _write.Number;

    /// <summary>Writes one byte. EPIPE is no error: the child has died, and the launch tells why.</summary>
    internal void Release()
    {
        byte go = 1;
        // Sound because the kernel copies the byte before the call returns.
        while (Libc.write(_write.Number, &go, 1) < 0)
        {
            Errno errno = (Errno)Marshal.GetLastPInvokeError();
            if (errno == Errno.EPIPE)
            {
                return;
            }

            if (errno != Errno.EINTR)
            {
                throw new SyscallException("write", errno, "synchronization pipe");
            }
        }
    }

    /// <summary>Our copy of the child's end goes once the child has its own, so that a dead child shows as EPIPE.</summary>
    internal void CloseRead() => _read.Dispose();

    public void Dispose()
    {
        _read.Dispose();
        _write.Dispose();
    }
}
