using System.Diagnostics.CodeAnalysis;

namespace Helios.Supervisor;

/// <summary>How a group is named among the members of its parent, where containers are named too: <c>group web</c> is never a container's name.</summary>
internal static class GroupMember
{
    private const string Prefix = "group ";

    internal static string NameOf(string group) => Prefix + group;

    internal static bool IsGroup(string member, [NotNullWhen(true)] out string? group)
    {
        group = member.StartsWith(Prefix, StringComparison.Ordinal) ? member[Prefix.Length..] : null;
        return group is not null;
    }
}
