namespace Helios.Fleets;

/// <summary>One value put over the fleet file at run time: <c>--set containers.web.limits.memory=128M</c>.</summary>
/// <param name="Path">The key, dotted, from the top of the fleet file.</param>
/// <param name="Value">The value as HOCON writes it.</param>
public sealed record FleetOverride(string Path, string Value)
{
    /// <summary>Reads <c>PATH=VALUE</c>.</summary>
    /// <exception cref="FormatException">No path before an equals sign.</exception>
    public static FleetOverride Parse(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? new FleetOverride(text[..equals].Trim(), text[(equals + 1)..].Trim())
            : throw new FormatException($"'{text}' is not an override: write PATH=VALUE, such as containers.web.limits.memory=128M");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Path}={Value}";
}
