using System.Globalization;
using Helios.Contracts;

namespace Helios.Isolation.Steps;

/// <summary>How much a file system in memory may hold: bytes, and files, which cost the kernel memory that the bytes do not count.</summary>
/// <param name="Bytes">The most bytes of content.</param>
internal readonly record struct MemoryBounds(long Bytes)
{
    private const long Page = 4096;
    private const long FewestFiles = 1024;
    private const long MostFiles = 1 << 20;
    private const long LeastBytes = 64L << 20;
    private const int ShareOfMachine = 8;

    /// <summary>The bytes as an option.</summary>
    internal string SizeText => Bytes.ToString(CultureInfo.InvariantCulture);

    /// <summary>The most files as an option: one for each page of content, and enough of them in a small one.</summary>
    internal string FilesText => Math.Clamp(Bytes / Page, FewestFiles, MostFiles).ToString(CultureInfo.InvariantCulture);

    /// <summary>Of what a container writes to its root: as much memory as it may have, an eighth of the machine's where it has no limit, and never too little to work.</summary>
    internal static MemoryBounds OfRoot(ByteSize? limit, long machine) => new(Math.Max(LeastBytes, limit?.Bytes ?? machine / ShareOfMachine));
}
