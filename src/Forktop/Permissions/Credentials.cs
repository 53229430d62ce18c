namespace Helios.Forktop;

/// <summary>The part of the permissions that /proc/PID/status holds.</summary>
internal sealed record Credentials
{
    /// <summary>Real, effective, saved and filesystem user id.</summary>
    public required uint[] UserIds { get; init; }

    /// <summary>The same of the group.</summary>
    public required uint[] GroupIds { get; init; }

    /// <summary>Supplementary groups.</summary>
    public uint[] Groups { get; init; } = [];

    /// <summary>Capability sets as bits.</summary>
    public ulong Inheritable { get; init; }

    /// <inheritdoc cref="Inheritable"/>
    public ulong Permitted { get; init; }

    /// <inheritdoc cref="Inheritable"/>
    public ulong Effective { get; init; }

    /// <inheritdoc cref="Inheritable"/>
    public ulong Bounding { get; init; }

    /// <inheritdoc cref="Inheritable"/>
    public ulong Ambient { get; init; }

    /// <summary>Whether exec can gain nothing.</summary>
    public bool NoNewPrivileges { get; init; }

    /// <summary>0 none, 1 strict, 2 filters.</summary>
    public int SeccompMode { get; init; }

    /// <summary>How many filters; those that forktop has put there itself are not counted.</summary>
    public int SeccompFilters { get; init; }

    /// <summary>Its numbers, from forktop's PID namespace to its own.</summary>
    public int[] Pids { get; init; } = [];

    /// <summary>Its number in its own PID namespace where that is another one; else 0.</summary>
    internal int InnerPid => Pids.Length > 1 ? Pids[^1] : 0;

    /// <summary>Whether nothing of it can change by an ordinary exec: so a fresh look is only needed when the kernel says AT_SECURE.</summary>
    internal bool SurvivesExec
        => Inheritable == 0 && Ambient == 0
            && UserIds[0] == UserIds[1] && UserIds[1] == UserIds[2] && GroupIds[0] == GroupIds[1] && GroupIds[1] == GroupIds[2]
            && (UserIds[1] == 0 ? Permitted == Bounding && Effective == Bounding : Permitted == 0 && Effective == 0);

    /// <summary>Equality by content: arrays compare by reference in records.</summary>
    public bool Equals(Credentials? other)
        => other is not null && UserIds.AsSpan().SequenceEqual(other.UserIds) && GroupIds.AsSpan().SequenceEqual(other.GroupIds)
            && Groups.AsSpan().SequenceEqual(other.Groups) && Inheritable == other.Inheritable && Permitted == other.Permitted
            && Effective == other.Effective && Bounding == other.Bounding && Ambient == other.Ambient
            && NoNewPrivileges == other.NoNewPrivileges && SeccompMode == other.SeccompMode && SeccompFilters == other.SeccompFilters;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(UserIds[1], GroupIds[1], Permitted, Effective, Bounding, NoNewPrivileges, SeccompFilters);
}
