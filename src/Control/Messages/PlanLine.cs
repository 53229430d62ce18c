using System.Collections.Immutable;

namespace Helios.Control;

/// <summary>What applying a fleet file does to one container or group.</summary>
public sealed record PlanLine
{
    /// <summary>The container's name, or <c>group NAME</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary><c>keep</c>, <c>create</c>, <c>update</c>, <c>replace</c> or <c>remove</c>.</summary>
    public string Action { get; init; } = "keep";

    /// <summary>Field by field.</summary>
    public ImmutableArray<Field> Fields { get; init; } = [];

    /// <summary>One field that changes.</summary>
    public sealed record Field
    {
        /// <summary>As the fleet file spells it.</summary>
        public string Path { get; init; } = "";

        /// <summary>The value before; null when it was not there.</summary>
        public string? Before { get; init; }

        /// <summary>The value after; null when it goes away.</summary>
        public string? After { get; init; }
    }
}
