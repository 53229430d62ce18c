using System.Globalization;

namespace Helios.Linux;

/// <summary>The owner of a pipe without a name: who may open it again by its /proc name. Both ends have one.</summary>
public static class PipeOwner
{
    /// <summary>Whether a descriptor is an end of a pipe that pipe(2) has made; a FIFO has a name.</summary>
    public static bool IsNameless(SafeFd descriptor)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        return new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor.Number}")).LinkTarget?.StartsWith("pipe:[", StringComparison.Ordinal) == true;
    }

    /// <summary>Sets it. See fchown(2).</summary>
    /// <exception cref="SyscallException">EPERM: only root gives away.</exception>
    public static void Give(SafeFd pipe, uint userId, uint groupId)
    {
        ArgumentNullException.ThrowIfNull(pipe);
        SyscallException.Check(Libc.fchown(pipe.Number, userId, groupId), "fchown", "a pipe");
    }
}
