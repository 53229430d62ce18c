using Helios.Backends.SystemdRun.Processes;
using Helios.Linux;

namespace Helios.Backends.SystemdRun.Gates;

/// <summary>A container's private folder: the gate and the two FIFOs that are its synchronization pipe.</summary>
internal sealed class GateFolder : IDisposable
{
    private const int PublicDirectory = 0x1ED;
    private readonly string _path;
    private FileFd? _report;
    private FileFd? _release;

    private GateFolder(string path) => _path = path;

    /// <summary>Makes it; the folder above it is closed to others, so that its own files can be open to whatever user the payload is.</summary>
    internal static GateFolder Make(string path)
    {
        Directory.CreateDirectory(path, (UnixFileMode)PublicDirectory);
        string gate = Path.Join(path, "gate");
        File.WriteAllBytes(gate, Gate.Executable());
        File.SetUnixFileMode(gate, (UnixFileMode)PublicDirectory);
        foreach (string name in new[] { "ld.so", "unshare", "setpriv", "env", "libc.so.6", "libcap-ng.so.0" })
        {
            // What the tools are mounted on.
            File.WriteAllBytes(Path.Join(path, name), []);
        }

        foreach (string name in new[] { "report", "release" })
        {
            string fifo = Path.Join(path, name);
            KernelFile.MakeFifo(fifo, 0x1B6);
            File.SetUnixFileMode(fifo, (UnixFileMode)0x1B6);
        }

        return new GateFolder(path);
    }

    /// <summary>Opens our ends, before the gate opens its own.</summary>
    internal void Open()
    {
        _report = FileFd.Open(Path.Join(_path, "report"), OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK);

        // Both ways, so that the gate's open does not wait; nobody else writes, so our end's closing is its end-of-file.
        _release = FileFd.Open(Path.Join(_path, "release"), OpenFlags.O_RDWR);
    }

    /// <summary>Waits until the gate stands ready. False when <paramref name="isGone"/> says that it never will.</summary>
    internal bool WaitReady(Func<bool> isGone)
    {
        TimeSpan slice = TimeSpan.FromMilliseconds(20);
        Span<byte> word = stackalloc byte[1];
        while (!Poll.WaitReadable(_report!, slice))
        {
            if (isGone())
            {
                return Poll.IsReadable(_report!) && Read(word) == 1;
            }
        }

        return Read(word) == 1;
    }

    /// <summary>Lets the gate become the program; null when it has, the errno when it could not.</summary>
    internal Errno? Release(string path, bool ownSession)
    {
        byte[] message = [ownSession ? (byte)'s' : (byte)'-', .. System.Text.Encoding.UTF8.GetBytes(path), 0];
        SafeFdStream.Write(_release!, message);
        Poll.WaitReadable(_report!, Timeout.InfiniteTimeSpan);
        Span<byte> answer = stackalloc byte[sizeof(long)];
        return Read(answer) == sizeof(long) ? (Errno)(-BitConverter.ToInt64(answer)) : null;
    }

    public void Dispose()
    {
        _report?.Dispose();
        _release?.Dispose();
        if (Directory.Exists(_path))
        {
            Directory.Delete(_path, recursive: true);
        }
    }

    private int Read(Span<byte> buffer) => SafeFdStream.Read(_report!, buffer);
}
