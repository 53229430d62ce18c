using Helios.Linux;
using Microsoft.Win32.SafeHandles;

namespace Helios.Backends.SystemdRun.Processes;

/// <summary>Reads and writes a descriptor that somebody else owns.</summary>
internal readonly struct SafeFdStream(SafeFd descriptor) : IDisposable
{
    private readonly FileStream _stream = new(new SafeFileHandle(descriptor.Number, ownsHandle: false), FileAccess.ReadWrite, bufferSize: 0);

    internal int Read(Span<byte> buffer) => _stream.Read(buffer);

    internal void Write(ReadOnlySpan<byte> bytes) => _stream.Write(bytes);

    public void Dispose() => _stream.Dispose();
}
