using Helios.Actors.Configuration;

namespace Helios.Actors;

/// <summary>The configuration with which a system starts.</summary>
public sealed class BootstrapSetup : Setup.Setup
{
    private BootstrapSetup(Config? config) => ConfigOrNull = config;

    internal Config? ConfigOrNull { get; }

    /// <summary>Without configuration.</summary>
    public static BootstrapSetup Create() => new(null);

    /// <summary>With that configuration.</summary>
    public BootstrapSetup WithConfig(Config config) => new(config);

    /// <summary>With that configuration where the present one is silent.</summary>
    public BootstrapSetup WithConfigFallback(Config config) => new(ConfigOrNull?.WithFallback(config) ?? config);
}
