using System.Collections.Immutable;

namespace Helios.Backends.Namespaces.Users;

/// <summary>The numbers a user of a specification stands for, as seen inside the container.</summary>
internal readonly record struct UserIds(uint UserId, uint GroupId, ImmutableArray<uint> Groups);
