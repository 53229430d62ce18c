using System.Collections.Immutable;

namespace Helios.Fleets;

/// <summary>Where a fleet comes from.</summary>
/// <param name="Path">The absolute path of a <c>.hocon</c>, <c>.conf</c>, <c>.json</c> or <c>.msgpack</c> file, read by the supervisor.</param>
/// <param name="Overrides">Values on top, restricted to what the file declares overridable.</param>
public sealed record FleetSource(string Path, ImmutableArray<FleetOverride> Overrides);
