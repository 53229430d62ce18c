using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>read(2) and write(2) with their one rule: EINTR is retried here and nowhere else.</summary>
public static class DescriptorIo
{
    /// <summary>One read; zero is end-of-file.</summary>
    /// <exception cref="SyscallException">Any error, EAGAIN included.</exception>
    public static int Read(SafeFd fd, Span<byte> buffer)
    {
        int count = TryRead(fd, buffer, out Errno errno);
        return errno == Errno.None ? count : throw new SyscallException("read", errno, NameOf(fd));
    }

    /// <summary>One read whose error is a value: for non-blocking descriptors, where EAGAIN is daily bread. Allocates nothing.</summary>
    /// <returns>The bytes read; zero at end-of-file and on error.</returns>
    public static unsafe int TryRead(SafeFd fd, Span<byte> buffer, out Errno errno)
    {
        fixed (byte* start = buffer)
        {
            return Transfer(fd, &Libc.read, start, buffer.Length, out errno);
        }
    }

    /// <summary>One write whose error is a value.</summary>
    /// <returns>The bytes written, which may be fewer than given; zero on error.</returns>
    public static unsafe int TryWrite(SafeFd fd, ReadOnlySpan<byte> bytes, out Errno errno)
    {
        fixed (byte* start = bytes)
        {
            return Transfer(fd, &Libc.write, start, bytes.Length, out errno);
        }
    }

    private static unsafe int Transfer(SafeFd fd, delegate* managed<int, void*, nint, nint> call, byte* start, int length, out Errno errno)
    {
        ArgumentNullException.ThrowIfNull(fd);
        bool added = false;
        try
        {
            fd.DangerousAddRef(ref added);
            while (true)
            {
                nint count = call(fd.Number, start, length);
                errno = count < 0 ? (Errno)Marshal.GetLastPInvokeError() : Errno.None;
                if (errno != Errno.EINTR)
                {
                    return (int)Math.Max(count, 0);
                }
            }
        }
        finally
        {
            if (added)
            {
                fd.DangerousRelease();
            }
        }
    }

    /// <summary>Writes all bytes, in as many calls as it takes.</summary>
    /// <exception cref="SyscallException">Any error, EAGAIN included.</exception>
    public static void WriteAll(SafeFd fd, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int count = TryWrite(fd, bytes, out Errno errno);
            if (errno != Errno.None)
            {
                throw new SyscallException("write", errno, NameOf(fd));
            }

            bytes = bytes[count..];
        }
    }

    private static string NameOf(SafeFd fd) => fd.Number switch
    {
        0 => "standard input",
        1 => "standard output",
        2 => "standard error",
        int number => $"descriptor {number}",
    };
}
