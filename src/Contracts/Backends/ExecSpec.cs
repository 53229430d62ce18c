using System.Collections.Immutable;

namespace Helios.Contracts;

/// <summary>A further process in a running container.</summary>
public sealed record ExecSpec
{
    /// <summary>The program and its arguments.</summary>
    public required ImmutableArray<string> Command { get; init; }

    /// <summary>Added to the container's own environment, later keys winning.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>Where it starts; null is the container's own working directory.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Who it runs as; null is the container's own user.</summary>
    public UserSpec? User { get; init; }

    /// <summary>Whether it gets a terminal of its own.</summary>
    public bool Terminal { get; init; }
}
