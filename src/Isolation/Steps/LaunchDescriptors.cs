using Helios.Isolation.Sources;

namespace Helios.Isolation.Steps;

/// <summary>The numbers of descriptors that a child inherits for its own use; -1 is none.</summary>
public sealed record LaunchDescriptors
{
    /// <summary>Nothing inherited, as when a plan is only explained.</summary>
    public static LaunchDescriptors None { get; } = new();

    /// <summary>Standard input, output and error.</summary>
    internal int Input { get; init; } = -1;

    /// <inheritdoc cref="Input"/>
    public int Output { get; init; } = -1;

    /// <inheritdoc cref="Input"/>
    internal int Error { get; init; } = -1;

    /// <summary>The launcher's null device, with its number checked, for streams that nobody gave: the one in the container is a name that it can give to anything.</summary>
    internal int Null { get; init; } = -1;

    /// <summary>What the payload finds at 3, 4, 5 ….</summary>
    public IReadOnlyList<int> Extra { get; init; } = [];

    /// <summary>Trees of the host, in the order of the plan.</summary>
    internal IReadOnlyList<int> Trees { get; init; } = [];

    /// <summary>The sources of its mounts, in the order of the plan.</summary>
    internal IReadOnlyList<SourceDescriptor> Sources { get; init; } = [];

    /// <summary>The socket through which a child hands descriptors of its own making to the supervisor.</summary>
    internal int HandOver { get; init; } = -1;

    /// <summary>All there are.</summary>
    internal IEnumerable<int> Numbers => Extra.Concat(Trees).Concat(Sources.Select(static source => source.Number)).Concat([Input, Output, Error, Null, HandOver]).Where(static number => number >= 0);
}
