using System.Globalization;
using Helios.Linux;

namespace Helios.Forktop;

/// <summary>The shell for a process: one of its own root's, or a static one that is carried there.</summary>
internal sealed class ShellChoice : IDisposable
{
    private static readonly string[] s_own = ["/bin/bash", "/usr/bin/bash", "/bin/sh", "/usr/bin/sh", "/bin/ash", "/bin/busybox", "/busybox/sh"];
    private static readonly string[] s_carried = ["/bin/busybox", "/usr/bin/busybox", "/usr/lib/busybox/busybox"];

    private ShellChoice(string path, FileFd? carried) => (Path, Carried) = (path, carried);

    /// <summary>The path in the process's root; of a carried one, the host's.</summary>
    internal string Path { get; }

    /// <summary>The program, where it is carried; null for one of the process's own root.</summary>
    internal FileFd? Carried { get; }

    /// <summary>The arguments.</summary>
    internal string[] Arguments => Carried is not null || Path.EndsWith("busybox", StringComparison.Ordinal) ? ["sh", "-i"] : [Path, "-i"];

    /// <summary>Chooses.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="given">The user's static shell; null for none.</param>
    /// <exception cref="ForktopException">There is none.</exception>
    internal static ShellChoice For(int pid, string? given)
    {
        if (given is null && Array.Find(s_own, path => Exists(pid, path)) is { } own)
        {
            return new ShellChoice(own, carried: null);
        }

        string[] candidates = given is null ? s_carried : [given];
        string carried = Array.Find(candidates, static path => File.Exists(path) && IsStatic(path))
            ?? throw new ForktopException(
                given is null ? "the process's root has no shell, and this machine has no static busybox to carry there (--shell FILE names one)" : $"{given}: not a static program");
        return new ShellChoice(carried, FileFd.Open(carried, OpenFlags.O_RDONLY));
    }

    /// <inheritdoc/>
    public void Dispose() => Carried?.Dispose();

    // Links are followed by hand: an absolute one means the process's root, not ours.
    private static bool Exists(int pid, string path)
    {
        string root = string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/root");
        for (int links = 0; links < 8; links++)
        {
            string folder = System.IO.Path.GetDirectoryName(path)!;
            if (ProcessFile.Link(root + folder) is { } folderTarget)
            {
                path = System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(folder)!, folderTarget, System.IO.Path.GetFileName(path)));
            }
            else if (ProcessFile.Link(root + path) is { } target)
            {
                path = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, target));
            }
            else
            {
                return File.Exists(root + path);
            }
        }

        return false;
    }

    /// <summary>Whether an ELF program needs no interpreter: no program header is PT_INTERP. See elf(5).</summary>
    internal static bool IsStatic(string path)
    {
        const int HeaderBytes = 64;
        const int InterpreterKind = 3;
        Span<byte> bytes = stackalloc byte[4096];
        int length = ProcessFile.Read(path, bytes);
        if (length < HeaderBytes || !bytes[..4].SequenceEqual("\u007fELF"u8) || bytes[4] != 2)
        {
            return false;
        }

        int offset = (int)BitConverter.ToUInt64(bytes[32..]);
        int size = BitConverter.ToUInt16(bytes[54..]);
        int count = BitConverter.ToUInt16(bytes[56..]);
        for (int i = 0; i < count && offset + ((i + 1) * size) <= length; i++)
        {
            if (BitConverter.ToUInt32(bytes[(offset + (i * size))..]) == InterpreterKind)
            {
                return false;
            }
        }

        return true;
    }
}
