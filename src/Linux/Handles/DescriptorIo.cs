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
        return errno == Errno.None ? count : throw new SyscallException("read", errno, $"descriptor {fd.Number}");
    }

    /// <summary>One read whose error is a value: for non-blocking descriptors, where EAGAIN is daily bread. Allocates nothing.</summary>
    /// <returns>The bytes read; zero at end-of-file and on error.</returns>
    public static unsafe int TryRead(SafeFd fd, Span<byte> buffer, out Errno errno)
    {
        ArgumentNullException.ThrowIfNull(fd);
        bool added = false;
        try
        {
            fd.DangerousAddRef(ref added);
            fixed (byte* start = buffer)
            {
                while (true)
                {
                    nint count = Libc.read(fd.Number, start, buffer.Length);
                    errno = count < 0 ? (Errno)Marshal.GetLastPInvokeError() : Errno.None;
                    if (errno != Errno.EINTR)
                    {
                        return (int)Math.Max(count, 0);
                    }
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

    /// <summary>One write whose error is a value.</summary>
    /// <returns>The bytes written, which may be fewer than given; zero on error.</returns>
    public static unsafe int TryWrite(SafeFd fd, ReadOnlySpan<byte> bytes, out Errno errno)
    {
        ArgumentNullException.ThrowIfNull(fd);
        bool added = false;
        try
        {
            fd.DangerousAddRef(ref added);
            fixed (byte* start = bytes)
            {
                while (true)
                {
                    nint count = Libc.write(fd.Number, start, bytes.Length);
                    errno = count < 0 ? (Errno)Marshal.GetLastPInvokeError() : Errno.None;
                    if (errno != Errno.EINTR)
                    {
                        return (int)Math.Max(count, 0);
                    }
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
                throw new SyscallException("write", errno, $"descriptor {fd.Number}");
            }

            bytes = bytes[count..];
        }
    }
}
