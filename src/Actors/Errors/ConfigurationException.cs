namespace Helios.Actors;

/// <summary>A setting is missing or cannot be read.</summary>
public class ConfigurationException : AkkaException
{
    /// <summary>Makes the exception.</summary>
    public ConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    public ConfigurationException(string message, Exception? exception)
        : base(message, exception)
    {
    }
}
