using System.Collections.Immutable;

namespace Helios.Contracts;

/// <summary>Which system calls the payload may make.</summary>
public enum SeccompProfile
{
    /// <summary>The built-in allow-list: ENOSYS for the unknown, EPERM for the known-dangerous.</summary>
    Default,

    /// <summary>No filter.</summary>
    Unconfined,
}

/// <summary>What the payload may do beyond its user id.</summary>
public sealed record SecuritySpec
{
    /// <summary>The default rules.</summary>
    public static SecuritySpec Default { get; } = new();

    /// <summary>Capabilities added to the default set, such as <c>NET_RAW</c>; <c>ALL</c> is every one the launcher has.</summary>
    public ImmutableArray<string> CapabilitiesAdded { get; init; } = [];

    /// <summary>Capabilities taken from the default set; <c>ALL</c> empties it before the added ones are counted.</summary>
    public ImmutableArray<string> CapabilitiesDropped { get; init; } = [];

    /// <summary>Whether set-user-id programs gain nothing. See PR_SET_NO_NEW_PRIVS in prctl(2).</summary>
    public bool NoNewPrivileges { get; init; } = true;

    /// <summary>The system call filter.</summary>
    public SeccompProfile Seccomp { get; init; } = SeccompProfile.Default;

    /// <summary>Whether the kernel's sensitive files below /proc and /sys stay visible and writable.</summary>
    public bool Unmasked { get; init; }
}
