using System.Globalization;
using Helios.Linux;

namespace Helios.Control;

/// <summary>Who may use the daemon: root, its owner, and the members of a group. See SO_PEERCRED in unix(7).</summary>
/// <param name="Owner">The user the daemon runs as.</param>
/// <param name="Group">A further group; null is none.</param>
public sealed record ControlAccess(uint Owner, uint? Group = null)
{
    /// <summary>Whether they may. Whoever may, may do everything that the daemon can: give the group to nobody you would not give its rights.</summary>
    public bool Allows(PeerCredentials peer) => peer.UserId == 0 || peer.UserId == Owner || (Group is { } group && peer.IsIn(group));

    /// <summary>The number of a group of this host.</summary>
    /// <exception cref="ReasonException">There is no such group.</exception>
    public static uint GroupId(string name) => uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) ? number
        : Find("/etc/group", name, 0, 2) is { } found ? uint.Parse(found, CultureInfo.InvariantCulture)
        : throw new ReasonException($"there is no group '{name}' on this host");

    internal static string UserName(uint user)
    {
        string number = user.ToString(CultureInfo.InvariantCulture);
        return Find("/etc/passwd", number, 2, 0) ?? number;
    }

    // A line of either file is fields separated by colons.
    private static string? Find(string file, string value, int field, int wanted)
    {
        try
        {
            return File.ReadLines(file).Select(static line => line.Split(':')).FirstOrDefault(fields => fields.Length > 2 && fields[field] == value)?[wanted];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
