using System.Text;
using Helios.Linux;

namespace Helios.Forktop;

/// <summary>Memory that a directed copy of a process was made to map, for the arguments of its calls.</summary>
internal sealed class RemoteMemory
{
    private readonly int _process;
    private readonly ulong _end;
    private ulong _next;

    private RemoteMemory(int process, ulong start, int bytes) => (_process, _next, _end) = (process, start, start + (ulong)bytes);

    /// <summary>Maps some.</summary>
    internal static RemoteMemory In(RemoteThread copy, int bytes)
    {
        const long ReadWrite = 3;
        const long PrivateAnonymous = 0x22;
        long start = copy.Call(null, Sys.mmap, 0, bytes, ReadWrite, PrivateAnonymous, -1, 0) ?? throw new ForktopException("mmap has killed the copy of the process");
        Errno errno = RemoteThread.ErrnoOf(start);
        return errno == Errno.None ? new RemoteMemory(copy.Id, (ulong)start, bytes) : throw new ForktopException($"the process may not call mmap: {errno.Text()} ({errno.Name()})");
    }

    /// <summary>The address of a string.</summary>
    internal long Text(string text) => Bytes([.. Encoding.UTF8.GetBytes(text), 0]);

    /// <summary>The address of a NULL-terminated array of strings.</summary>
    internal long Texts(IReadOnlyList<string> texts)
    {
        byte[] pointers = new byte[(texts.Count + 1) * 8];
        for (int i = 0; i < texts.Count; i++)
        {
            BitConverter.TryWriteBytes(pointers.AsSpan(i * 8), Text(texts[i]));
        }

        return Bytes(pointers);
    }

    /// <summary>The address of some bytes.</summary>
    internal long Bytes(ReadOnlySpan<byte> bytes)
    {
        long at = Reserve(bytes.Length);
        Ptrace.Write(_process, (ulong)at, bytes);
        return at;
    }

    /// <summary>The address of zeroed bytes.</summary>
    internal long Reserve(int bytes)
    {
        ulong at = (_next + 7) & ~7UL;
        _next = at + (ulong)bytes;
        return _next <= _end ? (long)at : throw new ForktopException("the arguments are too long to be injected");
    }
}
