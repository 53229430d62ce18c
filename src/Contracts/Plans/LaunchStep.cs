using System.Collections.Immutable;

namespace Helios.Contracts;

/// <summary>One step from a specification to a running program: what is done, and with what.</summary>
/// <param name="Kind">The step's stable name, kebab-case, such as <c>mount</c> or <c>drop-capabilities</c>.</param>
/// <param name="Text">One line for people; the same words name the step when it fails.</param>
public sealed record LaunchStep(string Kind, string Text)
{
    /// <summary>Who carries it out.</summary>
    public LaunchActor Actor { get; init; } = LaunchActor.Child;

    /// <summary>The step's values, in a stable order, for machines.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Details { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Text;
}
