using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Isolation.Capabilities;
using Helios.Isolation.Plans;

namespace Helios.Isolation.Hosts;

/// <summary>The rules that need a look at the host: paths that must exist, rights that must be there to give.</summary>
public static class HostRules
{
    /// <summary>Faults that only this host shows; empty when there are none.</summary>
    public static ImmutableArray<SpecFault> Check(ContainerSpec spec, HostFacts host)
    {
        ImmutableArray<SpecFault>.Builder faults = ImmutableArray.CreateBuilder<SpecFault>();
        if (!spec.Namespaces.HasFlag(NamespaceKinds.Mount))
        {
            faults.Add(new("namespaces", "a container has a mount namespace of its own, always: without it there is no root to change"));
        }

        CheckRoot(spec, host, faults);
        foreach (MountSpec.Bind bind in spec.Mounts.OfType<MountSpec.Bind>())
        {
            if (host.KindOf(bind.Source) == PathKind.Missing)
            {
                faults.Add(new("mounts", $"the source {bind.Source} does not exist, or you may not see it"));
            }
        }

        CheckCapabilities(spec, host, faults);
        if (!host.IsRoot && spec.Groups.Length > 0)
        {
            faults.Add(new("supplementary-groups", "an ordinary user may not choose groups; run as root"));
        }

        return faults.DrainToImmutable();
    }

    private static void CheckRoot(ContainerSpec spec, HostFacts host, ImmutableArray<SpecFault>.Builder faults)
    {
        if (spec.Root is not { Kind: RootKind.Directory, Path: { } path })
        {
            return;
        }

        PathKind kind = host.KindOf(path);
        if (kind == PathKind.Missing)
        {
            faults.Add(new("root", $"the directory {path} does not exist, or you may not see it"));
        }
        else if (kind != PathKind.Directory)
        {
            faults.Add(new("root", $"{path} is not a directory; unpack an image and name the directory"));
        }
        else if (Contents(path) is { } problem)
        {
            faults.Add(new("root", $"{path} {problem}"));
        }
    }

    private static string? Contents(string path)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(path).Any() ? null : "is empty; unpack an image into it, or use an empty root with --root void";
        }
        catch (UnauthorizedAccessException)
        {
            return "may not be read by you";
        }
    }

    private static void CheckCapabilities(ContainerSpec spec, HostFacts host, ImmutableArray<SpecFault>.Builder faults)
    {
        try
        {
            CapabilitySet kept = PlanCompiler.KeptCapabilities(spec, host);
            foreach (string name in spec.Security.CapabilitiesAdded)
            {
                CapabilitySet added = CapabilitySet.Named(name);
                if (added != CapabilitySet.All && added.And(kept) != added)
                {
                    faults.Add(new("capabilities.add", $"{added} cannot be given: the launcher does not have it itself"));
                }
            }
        }
        catch (FormatException format)
        {
            faults.Add(new("capabilities.add", format.Message));
        }
    }
}
