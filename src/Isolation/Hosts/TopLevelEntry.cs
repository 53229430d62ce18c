namespace Helios.Isolation.Hosts;

/// <summary>A directory of the host's root, or a link there.</summary>
/// <param name="Name">Its name, without a slash.</param>
/// <param name="LinkTarget">Where it points when it is a link.</param>
/// <param name="HasMountsBelow">Whether something is mounted on it or below.</param>
public readonly record struct TopLevelEntry(string Name, string? LinkTarget, bool HasMountsBelow);
