using System.Globalization;
using System.Runtime.InteropServices;
using Helios.Contracts;
using Helios.Isolation.Capabilities;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>Becomes the payload's user with the payload's capabilities; the inheritable and ambient sets are empty (runc CVE-2022-29162).</summary>
internal sealed class Credentials(UserIds user, CapabilitySet kept, CapabilitySet bounding, bool mayChangeGroups) : ChildStep
{
    private const uint CapabilityVersion3 = 0x20080522;

    internal override LaunchStep Describe() => Step(
        "credentials",
        $"become user {user.UserId}, group {user.GroupId}{(user.Groups.Length > 0 ? " and groups " + string.Join(' ', user.Groups) : "")}; keep the capabilities {kept}",
        ("uid", user.UserId.ToString(CultureInfo.InvariantCulture)),
        ("gid", user.GroupId.ToString(CultureInfo.InvariantCulture)),
        ("groups", user.Groups.Length > 0 ? string.Join(' ', user.Groups) : null),
        ("capabilities", kept.ToString()));

    internal override void Emit(ChildScript script)
    {
        // The bounding set first: dropping from it needs a capability that the next calls take away.
        for (int number = 0; number < 64; number++)
        {
            if ((bounding.Bits & ~kept.Bits & (1UL << number)) != 0)
            {
                script.Call($"drop capability {(Capability)number} from the bounding set", Sys.prctl, PrctlOptions.PR_CAPBSET_DROP, number, 0, 0, 0);
            }
        }

        if (mayChangeGroups)
        {
            uint[] groups = [.. user.Groups];
            script.Call("set the supplementary groups", Sys.setgroups, groups.Length, script.Script.Bytes(MemoryMarshal.AsBytes(groups.AsSpan())));
        }

        script.Call($"become group {user.GroupId}", Sys.setresgid, user.GroupId, user.GroupId, user.GroupId);
        script.Call($"become user {user.UserId}", Sys.setresuid, user.UserId, user.UserId, user.UserId);
        CapabilitySet effective = user.UserId == 0 ? kept : default;
        script.Call("set the capabilities", Sys.capset, script.Script.Struct(new CapabilityHeader { Version = CapabilityVersion3 }),
            script.Script.Struct(new CapabilityData
            {
                EffectiveLow = (uint)effective.Bits,
                PermittedLow = (uint)effective.Bits,
                EffectiveHigh = (uint)(effective.Bits >> 32),
                PermittedHigh = (uint)(effective.Bits >> 32),
            }));
        script.Call("clear the ambient capabilities", Sys.prctl, PrctlOptions.PR_CAP_AMBIENT, PrctlOptions.PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct CapabilityHeader
    {
        internal uint Version;
        internal int ProcessId;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct CapabilityData
    {
        internal uint EffectiveLow;
        internal uint PermittedLow;
        internal uint InheritableLow;
        internal uint EffectiveHigh;
        internal uint PermittedHigh;
        internal uint InheritableHigh;
    }
}
