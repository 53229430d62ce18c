namespace Helios.Actors.Configuration;

/// <summary>Makes settings.</summary>
public static class ConfigurationFactory
{
    /// <summary>No settings.</summary>
    public static Config Empty => Config.Empty;

    /// <summary>Reads nested blocks, lists, scalars and comments.</summary>
    /// <exception cref="ConfigurationException">The text is malformed or uses substitutions or includes.</exception>
    public static Config ParseString(string hocon) => new ConfigReader(hocon).Read();
}
