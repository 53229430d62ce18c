using System.Collections.Immutable;
using Helios.Backends.SystemdRun.Units;
using Helios.Contracts;

namespace Helios.Backends.SystemdRun.Hosts;

/// <summary>The rules that need a look at the host.</summary>
internal static class SystemdRules
{
    internal static ImmutableArray<SpecFault> Check(ContainerSpec spec)
    {
        ImmutableArray<SpecFault>.Builder faults = ImmutableArray.CreateBuilder<SpecFault>();
        if (!spec.Namespaces.HasFlag(NamespaceKinds.Mount))
        {
            faults.Add(new("namespaces", "a container has a mount namespace of its own, always: without it there is no root to change"));
        }

        if (spec.Root is { Kind: RootKind.Directory, Path: { } path } && !Directory.Exists(path))
        {
            faults.Add(new("root", File.Exists(path) ? $"{path} is not a directory; unpack an image and name the directory" : $"the directory {path} does not exist, or you may not see it"));
        }

        foreach (MountSpec.Bind bind in spec.Mounts.OfType<MountSpec.Bind>().Where(static bind => !Path.Exists(bind.Source)))
        {
            faults.Add(new("mounts", $"the source {bind.Source} does not exist, or you may not see it"));
        }

        try
        {
            _ = CapabilityNames.Kept(spec.Security);
        }
        catch (FormatException format)
        {
            faults.Add(new("capabilities", format.Message));
        }

        return faults.DrainToImmutable();
    }
}
