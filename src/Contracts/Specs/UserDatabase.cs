using System.Collections.Immutable;
using System.Globalization;

namespace Helios.Contracts;

/// <summary>Turns the names of a specification into numbers, by the passwd and group files of the container's own root.</summary>
/// <remarks>The files are data: nothing of the image is executed, and a malformed line is passed over as the C library passes over it.</remarks>
/// <param name="passwd">The text of the root's /etc/passwd; empty when it has none.</param>
/// <param name="group">The text of its /etc/group.</param>
public sealed class UserDatabase(string passwd, string group)
{
    /// <summary>The numbers for a user.</summary>
    /// <exception cref="FormatException">A name that the files do not know.</exception>
    public UserIds Resolve(UserSpec user, ImmutableArray<string> extraGroups)
    {
        string[]? entry = UserSpec.Id(user.User) is { } number
            ? Lines(passwd, 7).FirstOrDefault(fields => fields[2] == number.ToString(CultureInfo.InvariantCulture))
            : Lines(passwd, 7).FirstOrDefault(fields => fields[0] == user.User)
                ?? throw new FormatException($"the container's /etc/passwd has no user '{user.User}'");
        uint userId = UserSpec.Id(user.User) ?? Number(entry![2], user.User);
        uint groupId = user.Group is { } name ? GroupId(name) : entry is not null ? Number(entry[3], user.User) : 0;
        SortedSet<uint> groups = [.. extraGroups.Select(GroupId)];

        // An explicit group replaces the user's own membership, as in podman.
        if (user.Group is null && entry is not null)
        {
            foreach (string[] fields in Lines(group, 4).Where(fields => fields[3].Split(',').Contains(entry[0])))
            {
                if (UserSpec.Id(fields[2]) is { } id)
                {
                    groups.Add(id);
                }
            }
        }

        return new UserIds(userId, groupId, [.. groups]);
    }

    private static uint Number(string text, string user)
        => UserSpec.Id(text) ?? throw new FormatException($"the container's /etc/passwd gives user '{user}' the number '{text}'");

    private static IEnumerable<string[]> Lines(string text, int fields)
        => text.Split('\n').Select(static line => line.Split(':')).Where(parts => parts.Length >= fields);

    private uint GroupId(string name)
        => UserSpec.Id(name)
            ?? (Lines(group, 4).FirstOrDefault(fields => fields[0] == name) is { } fields && UserSpec.Id(fields[2]) is { } id
                ? id
                : throw new FormatException($"the container's /etc/group has no group '{name}'"));
}
