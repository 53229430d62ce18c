namespace Helios.Contracts;

/// <summary>A feature that a specification asks for, and the field that asks.</summary>
/// <param name="Feature">What is asked for.</param>
/// <param name="Field">The field as the fleet file spells it.</param>
public readonly record struct FeatureDemand(Feature Feature, string Field)
{
    /// <summary>All that a specification asks for.</summary>
    public static IEnumerable<FeatureDemand> Of(ContainerSpec spec) => ContainerFields.Table.DemandsOf(spec);
}
