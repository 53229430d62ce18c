using System.Globalization;
using Helios.Linux;

namespace Helios.Forktop;

/// <summary>Tells how the permissions of a process differ from its parent's, the host's or its own earlier ones.</summary>
internal static class PermissionComparison
{
    private static readonly string[] s_ids = ["real", "effective", "saved", "filesystem"];

    /// <summary>Every difference, in the order of the details.</summary>
    /// <param name="from">What is compared with.</param>
    /// <param name="to">Of whom it is told.</param>
    /// <param name="host">The host's, to know which namespaces are its own; null when not known.</param>
    internal static IEnumerable<PermissionChange> Compare(ProcessPermissions from, ProcessPermissions to, ProcessPermissions? host)
    {
        // Capabilities of another user namespace are no gain over this one's.
        bool sameUsers = from.Namespaces.User == to.Namespaces.User || (host is not null && to.Namespaces.User == host.Namespaces.User);
        return
        [
            .. Ids("uid", from.Credentials.UserIds, to.Credentials.UserIds, sameUsers),
            .. Ids("gid", from.Credentials.GroupIds, to.Credentials.GroupIds, sameUsers),
            .. Groups(from.Credentials.Groups, to.Credentials.Groups),
            .. Capabilities("effective", from.Credentials.Effective, to.Credentials.Effective, sameUsers),
            .. Capabilities("permitted", from.Credentials.Permitted, to.Credentials.Permitted, sameUsers),
            .. Capabilities("inheritable", from.Credentials.Inheritable, to.Credentials.Inheritable, sameUsers),
            .. Capabilities("bounding", from.Credentials.Bounding, to.Credentials.Bounding, sameUsers),
            .. Capabilities("ambient", from.Credentials.Ambient, to.Credentials.Ambient, sameUsers),
            .. Bits(from.SecureBits, to.SecureBits),
            .. Flags(from.Credentials, to.Credentials),
            .. Namespaces(from.Namespaces, to.Namespaces, host?.Namespaces),
            .. Texts(from, to),
            .. Limits(from.Limits, to.Limits),
        ];
    }

    /// <summary>How privilege has grown, for an alarm; null when it has not. Limits within hard ones and inheritable capabilities are no privilege by themselves.</summary>
    internal static string? Growth(ProcessPermissions before, ProcessPermissions after, ProcessPermissions? host)
    {
        string[] gains =
        [
            .. Compare(before, after, host).Where(static change => change.Direction == ChangeDirection.Gain && change.Field is not "inheritable")
                .Select(static change => $"{change.Field} {change.Text}"),
        ];
        return gains.Length == 0 ? null : string.Join("; ", gains);
    }

    private static IEnumerable<PermissionChange> Ids(string field, uint[] from, uint[] to, bool sameUsers)
    {
        for (int i = 0; i < s_ids.Length && i < from.Length && i < to.Length; i++)
        {
            if (from[i] != to[i])
            {
                ChangeDirection direction = to[i] == 0 && sameUsers ? ChangeDirection.Gain : from[i] == 0 ? ChangeDirection.Loss : ChangeDirection.Other;
                yield return new PermissionChange(field, string.Create(CultureInfo.InvariantCulture, $"{s_ids[i]} {from[i]} -> {to[i]}"), direction);
            }
        }
    }

    private static IEnumerable<PermissionChange> Groups(uint[] from, uint[] to)
    {
        uint[] more = [.. to.Except(from)];
        uint[] fewer = [.. from.Except(to)];
        if (more.Length > 0)
        {
            yield return new PermissionChange("groups", "+" + string.Join(" +", more), ChangeDirection.Gain);
        }

        if (fewer.Length > 0)
        {
            yield return new PermissionChange("groups", "-" + string.Join(" -", fewer), ChangeDirection.Loss);
        }
    }

    private static IEnumerable<PermissionChange> Capabilities(string field, ulong from, ulong to, bool sameUsers)
    {
        if ((to & ~from) is > 0 and ulong more)
        {
            string where = sameUsers ? "" : " (in its own user namespace)";
            yield return new PermissionChange(field, $"+{Short(more)}{where}", sameUsers ? ChangeDirection.Gain : ChangeDirection.Other);
        }

        if ((from & ~to) is > 0 and ulong fewer)
        {
            yield return new PermissionChange(field, $"-{Short(fewer)}", ChangeDirection.Loss);
        }
    }

    private static string Short(ulong set)
    {
        string[] names = [.. CapabilityNames.Of(set)];
        return names.Length <= 6 ? string.Join(' ', names) : CapabilityNames.Describe(set) is var text && text.StartsWith("all", StringComparison.Ordinal) ? text
            : string.Create(CultureInfo.InvariantCulture, $"{string.Join(' ', names.Take(4))} and {names.Length - 4} more");
    }

    private static IEnumerable<PermissionChange> Bits(int? from, int? to)
    {
        if (from is not { } before || to is not { } after || before == after)
        {
            yield break;
        }

        // Each bit takes something away but KEEP_CAPS, which keeps what a change of ids would take.
        const int Keep = (int)PrctlOptions.SECBIT_KEEP_CAPS;
        bool gain = ((before & ~after) & ~Keep) != 0 || ((after & ~before) & Keep) != 0;
        yield return new PermissionChange(
            "securebits", string.Create(CultureInfo.InvariantCulture, $"0x{before:x} -> 0x{after:x}"), gain ? ChangeDirection.Gain : ChangeDirection.Loss);
    }

    private static IEnumerable<PermissionChange> Flags(Credentials from, Credentials to)
    {
        if (from.NoNewPrivileges != to.NoNewPrivileges)
        {
            yield return new PermissionChange("no_new_privs", to.NoNewPrivileges ? "set" : "not set", to.NoNewPrivileges ? ChangeDirection.Loss : ChangeDirection.Gain);
        }

        if (from.SeccompMode != to.SeccompMode || from.SeccompFilters != to.SeccompFilters)
        {
            bool less = to.SeccompMode < from.SeccompMode || to.SeccompFilters < from.SeccompFilters;
            yield return new PermissionChange("seccomp", $"{Seccomp(from)} -> {Seccomp(to)}", less ? ChangeDirection.Gain : ChangeDirection.Loss);
        }
    }

    /// <summary>The seccomp state in words.</summary>
    internal static string Seccomp(Credentials credentials) => credentials.SeccompMode switch
    {
        0 => "none",
        1 => "strict",
        _ => string.Create(CultureInfo.InvariantCulture, $"{credentials.SeccompFilters} filter{(credentials.SeccompFilters == 1 ? "" : "s")}"),
    };

    private static IEnumerable<PermissionChange> Namespaces(NamespaceSet from, NamespaceSet to, NamespaceSet? host)
    {
        for (int i = 0; i < NamespaceSet.Names.Length; i++)
        {
            ulong before = from.At(i);
            ulong after = to.At(i);
            if (before == after || before == 0 || after == 0)
            {
                continue;
            }

            bool intoHost = host?.At(i) == after;
            ChangeDirection direction = intoHost ? ChangeDirection.Gain : host?.At(i) == before ? ChangeDirection.Loss : ChangeDirection.Other;
            yield return new PermissionChange(
                NamespaceSet.Names[i] + " namespace", string.Create(CultureInfo.InvariantCulture, $"{before} -> {after}{(intoHost ? " (the host's)" : "")}"), direction);
        }
    }

    private static IEnumerable<PermissionChange> Texts(ProcessPermissions from, ProcessPermissions to)
    {
        if (!from.Cgroups.AsSpan().SequenceEqual(to.Cgroups))
        {
            yield return new PermissionChange("cgroup", $"{from.Cgroup} -> {to.Cgroup}", ChangeDirection.Other);
        }

        if (from.Root != to.Root)
        {
            // The link of a root that is another mount namespace's reads "/" too: the namespace's own line says it then.
            yield return new PermissionChange("root", $"{from.Root} -> {to.Root}", to.Root == "/" && from.Namespaces.Mount == to.Namespaces.Mount ? ChangeDirection.Gain : ChangeDirection.Loss);
        }

        if (from.Label != to.Label)
        {
            yield return new PermissionChange("label", $"{from.Label} -> {to.Label}", to.Label.Length == 0 ? ChangeDirection.Gain : ChangeDirection.Other);
        }
    }

    private static IEnumerable<PermissionChange> Limits(LimitSet from, LimitSet to)
    {
        for (int i = 0; i < from.Rows.Length && i < to.Rows.Length; i++)
        {
            (Limit before, Limit after) = (from.Rows[i], to.Rows[i]);
            if (before.Hard != after.Hard)
            {
                yield return new PermissionChange(
                    "limit", $"{after.Name}: hard {Value(before.Hard)} -> {Value(after.Hard)}", after.Hard > before.Hard ? ChangeDirection.Gain : ChangeDirection.Loss);
            }
            else if (before.Soft != after.Soft)
            {
                yield return new PermissionChange("limit", $"{after.Name}: soft {Value(before.Soft)} -> {Value(after.Soft)}", after.Soft > before.Soft ? ChangeDirection.Other : ChangeDirection.Loss);
            }
        }
    }

    /// <summary>A limit's value.</summary>
    internal static string Value(ulong value) => value == ulong.MaxValue ? "unlimited" : value.ToString(CultureInfo.InvariantCulture);
}
