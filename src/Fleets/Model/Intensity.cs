using System.Globalization;
using Helios.Contracts;

namespace Helios.Fleets;

/// <summary>The most restarts within a sliding window; one more and the container, or the group, gives up.</summary>
/// <param name="Restarts">How many are allowed, 1 or more.</param>
/// <param name="Window">Within how long.</param>
public readonly record struct Intensity(int Restarts, TimeSpan Window)
{
    /// <inheritdoc/>
    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{Restarts} restarts in {DurationText.Of(Window)}");
}
