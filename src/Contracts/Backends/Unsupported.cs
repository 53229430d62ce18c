namespace Helios.Contracts;

/// <summary>A feature that this host or this user does not have.</summary>
/// <param name="Feature">What is missing.</param>
/// <param name="Reason">Why, in one clause.</param>
/// <param name="Remedy">What to do about it, in one clause.</param>
public sealed record Unsupported(Feature Feature, string Reason, string Remedy)
{
    /// <summary>Reason and remedy, separated by a semicolon.</summary>
    public override string ToString() => $"{Reason}; {Remedy}";
}
