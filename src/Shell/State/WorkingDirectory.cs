using Helios.Linux;

namespace Helios.Shell;

/// <summary>Where a shell environment is.</summary>
/// <param name="Path">As <c>pwd</c> prints it: links that were followed stay in it.</param>
/// <param name="Handle">The directory; null when it is the process's own working directory.</param>
internal sealed record WorkingDirectory(string Path, OpenFile? Handle)
{
    /// <summary>What relative paths are relative to.</summary>
    internal SafeFd? Descriptor => Handle?.Descriptor;

    /// <summary>The process's: the path that PWD claims, when it leads to where the process is.</summary>
    internal static WorkingDirectory OfProcess(string? claimed)
    {
        if (claimed is ['/', ..]
            && PathCalls.TryStat(null, ByteText.EncodeWithNul(claimed), true, out FileStatus there, out _)
            && PathCalls.TryStat(null, ".\0"u8, true, out FileStatus here, out _)
            && (there.Device, there.Inode) == (here.Device, here.Inode))
        {
            return new WorkingDirectory(claimed, null);
        }

        return new WorkingDirectory(CurrentProcess.WorkingDirectory is { } path ? ByteText.Decode(path) : ".", null);
    }

    internal WorkingDirectory Copy()
    {
        Handle?.Share();
        return this;
    }
}
