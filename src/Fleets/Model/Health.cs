namespace Helios.Fleets;

/// <summary>What the health check of a container last said.</summary>
public enum Health
{
    /// <summary>No check is configured, or the container is down.</summary>
    None,

    /// <summary>The start period: failures do not count yet.</summary>
    Starting,

    /// <summary>The last check succeeded.</summary>
    Healthy,

    /// <summary>As many checks in a row failed as the retries allow.</summary>
    Unhealthy,
}
