namespace Helios.Contracts;

/// <summary>Something mounted into a container, in the order of the specification.</summary>
public abstract record MountSpec
{
    private MountSpec()
    {
    }

    /// <summary>The absolute path inside the container. Missing directories are made.</summary>
    public required string Target { get; init; }

    /// <summary>A file or directory of the host.</summary>
    public sealed record Bind : MountSpec
    {
        /// <summary>The absolute path on the host.</summary>
        public required string Source { get; init; }

        /// <summary>Whether the container may not write through it.</summary>
        public bool ReadOnly { get; init; }
    }

    /// <summary>An empty file system in memory, nosuid and nodev.</summary>
    public sealed record Tmpfs : MountSpec
    {
        /// <summary>The most it can hold; null is the kernel's default, half of the machine's memory.</summary>
        public ByteSize? Size { get; init; }

        /// <summary>Octal 1777: whoever may write removes only what is theirs.</summary>
        public const int DefaultMode = 0b001_111_111_111;

        /// <summary>Permission bits of its root directory.</summary>
        public int Mode { get; init; } = DefaultMode;
    }
}
