namespace Helios.Hocon;

/// <summary>A substitution that found nothing because it leads back to what is being evaluated.</summary>
/// <param name="Reference">The substitution; null until the one that met a list which is being made is known.</param>
/// <param name="IsInside">It leads to a list that contains it.</param>
internal sealed record Circle(ReferenceNode? Reference, bool IsInside);
