using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Helios.Linux;

/// <summary>Second descriptors of open files. See F_DUPFD_CLOEXEC in fcntl(2).</summary>
public static class Duplicate
{
    /// <summary>The same as a handle of the base library's; the caller owns it.</summary>
    public static SafeFileHandle HandleOf(SafeHandle handle)
    {
        FileFd copy = Of(handle);
        SafeFileHandle owned = new(copy.Number, ownsHandle: true);
        copy.SetHandleAsInvalid();
        return owned;
    }

    /// <summary>A descriptor of its own for what a handle refers to; the caller owns it.</summary>
    public static FileFd Of(SafeHandle handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        bool added = false;
        try
        {
            handle.DangerousAddRef(ref added);
            return new FileFd(SyscallException.Check(
                Libc.fcntl((int)handle.DangerousGetHandle(), (int)FcntlCommands.F_DUPFD_CLOEXEC, 0), "fcntl F_DUPFD_CLOEXEC"));
        }
        finally
        {
            if (added)
            {
                handle.DangerousRelease();
            }
        }
    }
}
