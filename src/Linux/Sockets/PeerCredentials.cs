using System.Collections.Immutable;

namespace Helios.Linux;

/// <summary>Who is at the other end of a Unix socket, as the kernel saw it when the connection was made. See SO_PEERCRED in unix(7).</summary>
/// <param name="ProcessId">For printing; the process may be gone.</param>
/// <param name="UserId">Its effective user.</param>
/// <param name="GroupId">Its effective group.</param>
/// <param name="Groups">Its supplementary groups.</param>
public sealed record PeerCredentials(int ProcessId, uint UserId, uint GroupId, ImmutableArray<uint> Groups)
{
    /// <summary>Whether it is a member of a group, by its effective or a supplementary one.</summary>
    public bool IsIn(uint group) => GroupId == group || Groups.Contains(group);
}
