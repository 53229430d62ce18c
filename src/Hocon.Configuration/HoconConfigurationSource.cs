using Microsoft.Extensions.Configuration;

namespace Helios.Hocon.Configuration;

/// <summary>A HOCON file, and what it includes, as a source of configuration.</summary>
public sealed class HoconConfigurationSource : FileConfigurationSource
{
    /// <summary>How the file is parsed. The directory of the file is the base of its includes, whatever stands here.</summary>
    public HoconOptions Options { get; set; } = HoconOptions.Default;

    /// <summary>
    /// Called when a changed file is refused. The values of the last good file stay, so that a slip of the pen does not empty the
    /// configuration of a running program. The first load throws instead.
    /// </summary>
    public Action<HoconException>? OnRefused { get; set; }

    /// <inheritdoc/>
    public override IConfigurationProvider Build(IConfigurationBuilder builder)
    {
        EnsureDefaults(builder);
        return new HoconConfigurationProvider(this);
    }
}
