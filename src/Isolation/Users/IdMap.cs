using System.Globalization;

namespace Helios.Isolation.Users;

/// <summary>One line of a user namespace's uid_map or gid_map. See user_namespaces(7).</summary>
/// <param name="Inside">The first id inside.</param>
/// <param name="Outside">The first id outside.</param>
/// <param name="Count">How many.</param>
internal readonly record struct IdMap(uint Inside, uint Outside, uint Count)
{
    /// <summary>Every id is itself: capabilities end at the namespace, identities stay.</summary>
    internal static IdMap Identity { get; } = new(0, 0, uint.MaxValue);

    /// <summary>As the kernel reads it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Inside} {Outside} {Count}");
}
