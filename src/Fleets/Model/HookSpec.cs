using System.Collections.Immutable;
using Helios.Contracts;

namespace Helios.Fleets;

/// <summary>A command around the life of a container.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Timeout">How long it may take; then it is killed and counts as failed.</param>
public sealed record HookSpec(ImmutableArray<string> Command, TimeSpan Timeout)
{
    /// <inheritdoc/>
    public override string ToString() => $"{string.Join(' ', Command)} (at most {DurationText.Of(Timeout)})";
}

/// <summary>The four commands around the life of a container. None of them ever runs with the host's rights.</summary>
/// <remarks>
/// <see cref="PostStart"/> and <see cref="PreStop"/> run inside the container. When <see cref="PreStart"/> and <see cref="PostStop"/> are due there is no
/// container to run them in, so each runs as a container of its own with the same root, mounts, user, limits and rights.
/// </remarks>
public sealed record HooksSpec
{
    /// <summary>No commands.</summary>
    public static HooksSpec None { get; } = new();

    /// <summary>Before the start; when it fails the start fails.</summary>
    public HookSpec? PreStart { get; init; }

    /// <summary>After the start; when it fails the container is stopped and its restart policy decides.</summary>
    public HookSpec? PostStart { get; init; }

    /// <summary>Before the stop signal, not when the container ended by itself; its failure is only reported.</summary>
    public HookSpec? PreStop { get; init; }

    /// <summary>After every end; its failure is only reported.</summary>
    public HookSpec? PostStop { get; init; }
}
