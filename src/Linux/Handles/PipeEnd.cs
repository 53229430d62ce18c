namespace Helios.Linux;

/// <summary>One end of a pipe. See pipe(7).</summary>
public sealed class PipeEnd : SafeFd
{
    internal PipeEnd(int fd)
        : base(fd)
    {
    }

    internal static unsafe (PipeEnd Read, PipeEnd Write) CreatePair(long flags = 0)
    {
        int* ends = stackalloc int[2];
        SyscallException.Check(Libc.pipe2(ends, (int)(flags | OpenFlags.O_CLOEXEC)), "pipe2");
        return (new PipeEnd(ends[0]), new PipeEnd(ends[1]));
    }

    /// <summary>Reads what is there, at most the span; zero is end-of-file. Blocks unless the end was made non-blocking.</summary>
    /// <exception cref="SyscallException">EAGAIN on an empty non-blocking pipe.</exception>
    public int Read(Span<byte> buffer) => DescriptorIo.Read(this, buffer);

    /// <summary>Writes all bytes of the span.</summary>
    /// <exception cref="SyscallException">EPIPE when nobody reads any more.</exception>
    public void Write(ReadOnlySpan<byte> bytes) => DescriptorIo.WriteAll(this, bytes);
}
