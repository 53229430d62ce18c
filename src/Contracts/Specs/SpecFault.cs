namespace Helios.Contracts;

/// <summary>One thing wrong with a specification.</summary>
/// <param name="Field">The field as the fleet file spells it, such as <c>limits.memory</c>, so that a loader can name file and line.</param>
/// <param name="Problem">What is wrong and what to do, without the field's name.</param>
public sealed record SpecFault(string Field, string Problem)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Field}: {Problem}";
}
