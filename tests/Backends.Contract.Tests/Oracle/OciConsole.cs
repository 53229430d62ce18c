using Helios.Linux;
using Microsoft.Win32.SafeHandles;

namespace Helios.Backends.Contract.Tests;

/// <summary>The socket that a runtime sends a terminal's master side to.</summary>
internal sealed class OciConsole : IDisposable
{
    private readonly UnixListener _listener;

    // The name of a socket has room for 107 bytes.
    internal OciConsole()
    {
        Path = System.IO.Path.Join(System.IO.Path.GetTempPath(), $"helios-test-console-{Guid.NewGuid():N}");
        _listener = UnixListener.Listen(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    internal string Path { get; }

    /// <summary>The master side, once the runtime has come back from the call that was to send it.</summary>
    internal SafeFileHandle Take()
    {
        using UnixSocket connection = _listener.TryAccept() ?? throw new InvalidOperationException("the runtime sent no terminal");
        List<FileFd> descriptors = [];
        Poll.WaitReadable(connection, CaseRun.Patience);
        connection.Receive(new byte[256], descriptors);
        FileFd master = Assert.Single(descriptors);
        SafeFileHandle handle = new(master.Number, ownsHandle: true);
        master.SetHandleAsInvalid();
        return handle;
    }

    public void Dispose()
    {
        _listener.Dispose();
        File.Delete(Path);
    }
}
