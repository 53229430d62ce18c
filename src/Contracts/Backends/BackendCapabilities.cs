using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Helios.Contracts;

/// <summary>What a backend can do on this host; for everything else, why not.</summary>
public sealed class BackendCapabilities
{
    private readonly FrozenDictionary<Feature, string> _lacks;

    /// <param name="lacks">Every feature it cannot give, with the reason and the remedy in one clause.</param>
    public BackendCapabilities(IEnumerable<KeyValuePair<Feature, string>> lacks) => _lacks = lacks.ToFrozenDictionary();

    private BackendCapabilities(string reason)
        : this(Enum.GetValues<Feature>().Select(feature => new KeyValuePair<Feature, string>(feature, reason)))
        => WhyNothing = reason;

    /// <summary>Why nothing can be started on this host, with the remedy; null when something can.</summary>
    public string? WhyNothing { get; }

    /// <summary>The capabilities of a backend whose host part is missing.</summary>
    /// <param name="reason">Why, and what to do, in one clause.</param>
    public static BackendCapabilities Nothing(string reason) => new(reason);

    /// <summary>Whether the feature is there.</summary>
    public bool Has(Feature feature) => !_lacks.ContainsKey(feature);

    /// <summary>Why a feature is lacking; null when it is there.</summary>
    public string? LackOf(Feature feature) => _lacks.GetValueOrDefault(feature);

    /// <summary>A fault for each thing the specification asks for and the backend lacks; a single one when it lacks everything.</summary>
    public ImmutableArray<SpecFault> Check(ContainerSpec spec, string backend)
        => WhyNothing is { } reason ? [new SpecFault("backend", $"the {backend} backend cannot run here: {reason}")]
            : [.. FeatureDemand.Of(spec)
            .Where(demand => !Has(demand.Feature))
            .Select(demand => new SpecFault(demand.Field, $"the {backend} backend cannot do this here: {_lacks[demand.Feature]}"))];
}
