using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Helios.Contracts;

/// <summary>What a backend can do on this host; for everything else, why not.</summary>
public sealed class BackendCapabilities
{
    private readonly FrozenDictionary<Feature, Unsupported> _unsupported;

    /// <param name="unsupported">Every feature it cannot give.</param>
    public BackendCapabilities(IEnumerable<Unsupported> unsupported) => _unsupported = unsupported.ToFrozenDictionary(static one => one.Feature);

    private BackendCapabilities(string reason, string remedy)
        : this(Enum.GetValues<Feature>().Select(feature => new Unsupported(feature, reason, remedy)))
        => WhyNothing = _unsupported[default];

    /// <summary>Why nothing can be started on this host; null when something can.</summary>
    public Unsupported? WhyNothing { get; }

    /// <summary>The features it cannot give, in the order of the table of features.</summary>
    public IEnumerable<Unsupported> All => _unsupported.Values.OrderBy(static one => one.Feature);

    /// <summary>The capabilities of a backend whose host part is missing.</summary>
    public static BackendCapabilities Nothing(string reason, string remedy) => new(reason, remedy);

    /// <summary>Whether the feature is there.</summary>
    public bool Has(Feature feature) => !_unsupported.ContainsKey(feature);

    /// <summary>Why a feature is missing; null when it is there.</summary>
    public Unsupported? Find(Feature feature) => _unsupported.GetValueOrDefault(feature);

    /// <summary>A fault for each thing the specification asks for in vain; a single one when the backend can do nothing.</summary>
    public ImmutableArray<SpecFault> Check(ContainerSpec spec, string backend)
        => WhyNothing is { } reason ? [new SpecFault("backend", $"the {backend} backend cannot run here: {reason}")]
            : [.. FeatureDemand.Of(spec)
            .Where(demand => !Has(demand.Feature))
            .Select(demand => new SpecFault(demand.Field, $"the {backend} backend cannot do this here: {_unsupported[demand.Feature]}"))];
}
