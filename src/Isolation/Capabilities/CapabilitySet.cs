using System.Collections.Immutable;
using System.Numerics;
using Helios.Contracts;

namespace Helios.Isolation.Capabilities;

/// <summary>A set of capabilities, one bit each.</summary>
/// <param name="Bits">Bit n is capability n.</param>
public readonly record struct CapabilitySet(ulong Bits)
{
    /// <summary>How many capabilities this program knows; higher ones are dropped by number.</summary>
    public const int KnownCount = 41;

    /// <summary>What a container keeps unless it says otherwise: Podman's eleven.</summary>
    public static CapabilitySet Default { get; } = Of(
        Capability.CHOWN, Capability.DAC_OVERRIDE, Capability.FOWNER, Capability.FSETID, Capability.KILL, Capability.NET_BIND_SERVICE,
        Capability.SETFCAP, Capability.SETGID, Capability.SETPCAP, Capability.SETUID, Capability.SYS_CHROOT);

    /// <summary>Every capability known.</summary>
    public static CapabilitySet All { get; } = new((1UL << KnownCount) - 1);

    /// <summary>The number of capabilities in the set.</summary>
    public int Count => BitOperations.PopCount(Bits);

    /// <summary>Makes a set.</summary>
    public static CapabilitySet Of(params ReadOnlySpan<Capability> capabilities)
    {
        ulong bits = 0;
        foreach (Capability capability in capabilities)
        {
            bits |= 1UL << (int)capability;
        }

        return new CapabilitySet(bits);
    }

    /// <summary>The set a specification asks for: defaults, less the dropped, plus the added.</summary>
    /// <exception cref="FormatException">A name that is no capability.</exception>
    public static CapabilitySet For(SecuritySpec security)
    {
        ulong bits = Default.Bits;
        foreach (string name in security.CapabilitiesDropped)
        {
            bits &= ~Named(name).Bits;
        }

        foreach (string name in security.CapabilitiesAdded)
        {
            bits |= Named(name).Bits;
        }

        return new CapabilitySet(bits);
    }

    /// <summary>Reads <c>NET_RAW</c>, <c>cap_net_raw</c> or <c>ALL</c>.</summary>
    /// <exception cref="FormatException">Not a capability.</exception>
    public static CapabilitySet Named(string name)
    {
        string bare = CapabilityName.Parse(name);
        return bare == CapabilityName.All ? All : Of(Enum.Parse<Capability>(bare));
    }

    /// <summary>Whether the set holds a capability.</summary>
    public bool Has(Capability capability) => (Bits & (1UL << (int)capability)) != 0;

    /// <summary>What is in both.</summary>
    public CapabilitySet And(CapabilitySet other) => new(Bits & other.Bits);

    /// <summary>The names in order of their numbers; <c>none</c> for the empty set.</summary>
    public override string ToString()
    {
        ulong bits = Bits;
        ImmutableArray<string> names = [.. Enum.GetValues<Capability>().Where(c => (bits & (1UL << (int)c)) != 0).Select(static c => c.ToString())];
        return names.Length == 0 ? "none" : string.Join(' ', names);
    }
}
