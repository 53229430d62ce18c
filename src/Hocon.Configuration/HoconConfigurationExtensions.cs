using Microsoft.Extensions.Configuration;

namespace Helios.Hocon.Configuration;

/// <summary>Adds HOCON files to a configuration.</summary>
public static class HoconConfigurationExtensions
{
    /// <summary>Adds a HOCON file.</summary>
    /// <param name="builder">The configuration.</param>
    /// <param name="path">The file, relative to the base path of the builder.</param>
    /// <param name="optional">True when the file may be missing.</param>
    /// <param name="reloadOnChange">True to load again when the file or one that it includes changes.</param>
    public static IConfigurationBuilder AddHoconFile(
        this IConfigurationBuilder builder, string path, bool optional = false, bool reloadOnChange = false) =>
        builder.AddHoconFile(source =>
        {
            source.Path = path;
            source.Optional = optional;
            source.ReloadOnChange = reloadOnChange;
            source.ResolveFileProvider();
        });

    /// <summary>Adds a HOCON file with all settings of its source.</summary>
    public static IConfigurationBuilder AddHoconFile(this IConfigurationBuilder builder, Action<HoconConfigurationSource> configure) =>
        builder.Add(configure);
}
