namespace Helios.Linux;

/// <summary>One name in a directory, as its bytes are. See getdents64(2).</summary>
/// <param name="Name">Without a NUL; need not be UTF-8.</param>
/// <param name="Kind">The type as <c>d_type</c> has it; zero when the file system does not say.</param>
public readonly record struct DirectoryEntry(byte[] Name, byte Kind)
{
    /// <summary>DT_DIR.</summary>
    public const byte DirectoryKind = 4;

    /// <summary>DT_LNK.</summary>
    public const byte LinkKind = 10;
}
