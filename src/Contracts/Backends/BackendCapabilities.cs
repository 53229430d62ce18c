using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Helios.Contracts;

/// <summary>What a backend can do on this host; for everything else, why not.</summary>
public sealed class BackendCapabilities
{
    private readonly FrozenDictionary<Feature, string> _lacks;

    /// <param name="lacks">Every feature it cannot give, with the reason and the remedy in one clause.</param>
    public BackendCapabilities(IEnumerable<KeyValuePair<Feature, string>> lacks) => _lacks = lacks.ToFrozenDictionary();

    /// <summary>Whether the feature is there.</summary>
    public bool Has(Feature feature) => !_lacks.ContainsKey(feature);

    /// <summary>Why a feature is lacking; null when it is there.</summary>
    public string? LackOf(Feature feature) => _lacks.GetValueOrDefault(feature);

    /// <summary>A fault for each thing the specification asks for and the backend lacks.</summary>
    public ImmutableArray<SpecFault> Check(ContainerSpec spec, string backend)
        => [.. FeatureDemand.Of(spec)
            .Where(demand => !Has(demand.Feature))
            .Select(demand => new SpecFault(demand.Field, $"the {backend} backend cannot do this here: {_lacks[demand.Feature]}"))];
}
