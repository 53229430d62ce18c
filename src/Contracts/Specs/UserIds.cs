using System.Collections.Immutable;

namespace Helios.Contracts;

/// <summary>The numbers a user of a specification stands for, as seen inside the container.</summary>
/// <param name="UserId">The user.</param>
/// <param name="GroupId">The primary group.</param>
/// <param name="Groups">All further groups, in ascending order.</param>
public readonly record struct UserIds(uint UserId, uint GroupId, ImmutableArray<uint> Groups);
