namespace Helios.Contracts;

/// <summary>Where the container's root file system comes from.</summary>
public enum RootKind
{
    /// <summary>The host's own root under a copy-on-write layer, with home directories, /run and secrets hidden.</summary>
    Host,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>An empty tmpfs that holds only what is mounted into it.</summary>
    Void,
}

/// <summary>The root file system of a container.</summary>
public sealed record RootSpec
{
    /// <summary>The host's root, copy-on-write: what a container has unless it says otherwise.</summary>
    public static RootSpec Host { get; } = new();

    /// <summary>An empty root.</summary>
    public static RootSpec Void { get; } = new() { Kind = RootKind.Void };

    /// <summary>Which kind.</summary>
    public RootKind Kind { get; init; } = RootKind.Host;

    /// <summary>The absolute path of a <see cref="RootKind.Directory"/> root; otherwise null.</summary>
    public string? Path { get; init; }

    /// <summary>Whether writes to a directory go to a layer that vanishes with the container. The other kinds always behave so.</summary>
    public bool Ephemeral { get; init; }

    /// <summary>Whether the root is mounted read-only; mounts below it keep their own mode.</summary>
    public bool ReadOnly { get; init; }
}
