using System.Collections.Immutable;
using Helios.Control;

namespace Helios.Cli;

/// <summary>What the screen of <c>helios top</c> shows, as a value: the screen is a function of it.</summary>
internal sealed record TopModel
{
    /// <summary>The containers.</summary>
    internal ImmutableArray<ContainerLine> Containers { get; init; } = [];

    /// <summary>Their latest figures by name.</summary>
    internal ImmutableDictionary<string, FiguresLine> Figures { get; init; } = ImmutableDictionary<string, FiguresLine>.Empty;

    /// <summary>The figures before those.</summary>
    internal ImmutableDictionary<string, FiguresLine> Before { get; init; } = ImmutableDictionary<string, FiguresLine>.Empty;

    /// <summary>The last lines of the chosen one.</summary>
    internal ImmutableArray<string> Log { get; init; } = [];

    /// <summary>The name of the chosen one.</summary>
    internal string? Chosen { get; init; }

    /// <summary>What the last key did, or why it could not.</summary>
    internal string Message { get; init; } = "";

    /// <summary>The time shown.</summary>
    internal DateTimeOffset Now { get; init; }

    /// <summary>Where the chosen one stands; 0 when it is gone.</summary>
    internal int Index => Math.Max(0, Containers.ToList().FindIndex(line => line.Name == Chosen));

    /// <summary>Chooses the one so many places on, stopping at the ends.</summary>
    internal TopModel Move(int places)
        => Containers.IsEmpty ? this : this with { Chosen = Containers[Math.Clamp(Index + places, 0, Containers.Length - 1)].Name };

    /// <summary>Takes new facts; keeps the choice while it exists.</summary>
    internal TopModel With(ImmutableArray<ContainerLine> containers, ImmutableArray<FiguresLine> figures, DateTimeOffset now) => this with
    {
        Containers = containers,
        Before = Figures,
        Figures = figures.ToImmutableDictionary(static line => line.Name),
        Now = now,
        Chosen = containers.Any(line => line.Name == Chosen) ? Chosen : containers.FirstOrDefault()?.Name,
    };
}
