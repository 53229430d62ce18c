using System.Runtime.InteropServices;
using System.Text;

namespace Helios.Linux;

/// <summary>Files and links below /proc/PID, read often and in haste: a process that is gone is an answer, no exception.</summary>
public static unsafe class ProcessFile
{
    /// <summary>Reads a file up to its end or the end of the buffer.</summary>
    /// <returns>How many bytes; -1 when it cannot be read.</returns>
    public static int Read(string path, Span<byte> into)
    {
        int fd = Libc.procfs_open(path, (int)(OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC));
        if (fd < 0)
        {
            return -1;
        }

        int length = 0;
        fixed (byte* first = into)
        {
            while (length < into.Length)
            {
                nint count = Libc.read(fd, first + length, into.Length - length);
                if (count < 0 && (Errno)Marshal.GetLastPInvokeError() == Errno.EINTR)
                {
                    continue;
                }

                if (count <= 0)
                {
                    length = count < 0 && length == 0 ? -1 : length;
                    break;
                }

                length += (int)count;
            }
        }

        _ = Libc.close(fd);
        return length;
    }

    /// <summary>Where a link leads; null when it cannot be read.</summary>
    public static string? Link(string path)
    {
        byte* target = stackalloc byte[4096];
        nint length = Libc.readlink(path, target, 4096);
        return length < 0 ? null : Encoding.UTF8.GetString(target, (int)length);
    }

    /// <summary>The number of a namespace link such as <c>/proc/1/ns/net</c> ("net:[4026531840]"); 0 when it cannot be read.</summary>
    public static ulong NamespaceInode(string path)
    {
        byte* target = stackalloc byte[64];
        nint length = Libc.readlink(path, target, 64);
        ulong inode = 0;
        for (nint i = 0; i < length; i++)
        {
            if (target[i] is >= (byte)'0' and <= (byte)'9')
            {
                inode = (inode * 10) + (ulong)(target[i] - '0');
            }
        }

        return inode;
    }
}
