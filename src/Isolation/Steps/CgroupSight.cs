namespace Helios.Isolation.Steps;

/// <summary>Which control groups a container sees.</summary>
internal enum CgroupSight
{
    /// <summary>The host's.</summary>
    Host,

    /// <summary>Its own, in a namespace that is made now.</summary>
    New,

    /// <summary>Its own, in a namespace that the process is in already.</summary>
    Entered,
}
