using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Helios.Contracts;

/// <summary>The rules every specification keeps, whatever the backend. Pure: the host is not asked.</summary>
internal static class SpecRules
{
    internal static ImmutableArray<SpecFault> Check(ContainerSpec spec)
    {
        ImmutableArray<SpecFault>.Builder faults = ImmutableArray.CreateBuilder<SpecFault>();
        CheckCommand(spec, faults);
        CheckRoot(spec, faults);
        CheckNames(spec, faults);
        CheckLimits(spec, faults);
        return faults.DrainToImmutable();
    }

    private static void CheckCommand(ContainerSpec spec, ImmutableArray<SpecFault>.Builder faults)
    {
        if (spec.Command.IsDefaultOrEmpty || spec.Command[0].Length == 0)
        {
            faults.Add(new("command", "names no program"));
        }
        else if (spec.Command.Any(static word => word.Contains('\0', StringComparison.Ordinal)))
        {
            faults.Add(new("command", "holds a NUL character"));
        }

        foreach (KeyValuePair<string, string> variable in spec.Environment)
        {
            if (variable.Key.Length == 0 || variable.Key.AsSpan().ContainsAny('=', '\0') || variable.Value.Contains('\0', StringComparison.Ordinal))
            {
                faults.Add(new("environment", $"'{variable.Key}' is not the name of a variable"));
            }
        }
    }

    private static void CheckRoot(ContainerSpec spec, ImmutableArray<SpecFault>.Builder faults)
    {
        if (spec.Root.Kind == RootKind.Directory && !IsAbsolute(spec.Root.Path))
        {
            faults.Add(new("root", $"'{spec.Root.Path}' is not an absolute path"));
        }

        foreach (MountSpec mount in spec.Mounts)
        {
            if (!IsAbsolute(mount.Target) || mount.Target.Split('/').Contains(".."))
            {
                faults.Add(new("mounts", $"target '{mount.Target}' is not an absolute path without '..'"));
            }
            else if (mount.Target.Trim('/').Length == 0)
            {
                faults.Add(new("mounts", "the target '/' is the root itself; choose it with root"));
            }
            else if (OfKernel(mount.Target) is { } place)
            {
                faults.Add(new("mounts", $"target '{mount.Target}': {place} is the container's own and takes no volume{(place == "/dev" ? "; name a file below it" : "")}"));
            }

            if (mount is MountSpec.Bind bind && !IsAbsolute(bind.Source))
            {
                faults.Add(new("mounts", $"source '{bind.Source}' is not an absolute path"));
            }

            if (mount is MountSpec.Tmpfs { Size.Bytes: <= 0 })
            {
                faults.Add(new("mounts", $"the tmpfs at {mount.Target} has no size"));
            }
        }

        if (!IsAbsolute(spec.WorkingDirectory))
        {
            faults.Add(new("workdir", $"'{spec.WorkingDirectory}' is not an absolute path"));
        }
    }

    // What these show is the kernel's; a volume there would only be a way to undo what hides and protects parts of it.
    private static string? OfKernel(string target)
    {
        string[] names = target.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return names[0] is "proc" or "sys" ? "/" + names[0]
            : names is ["dev"] ? "/dev"
            : names is ["dev", "pts" or "console" or "ptmx", ..] ? $"/dev/{names[1]}"
            : null;
    }

    private static void CheckNames(ContainerSpec spec, ImmutableArray<SpecFault>.Builder faults)
    {
        foreach ((string field, string? name) in new[] { ("hostname", spec.HostName), ("domainname", spec.DomainName) })
        {
            if (name is null)
            {
                continue;
            }

            if (name.Length == 0 || Encoding.UTF8.GetByteCount(name) > ContainerSpec.MaxHostName
                || name.Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_')))
            {
                faults.Add(new(field, $"'{name}' is not a host name: use 1 to {ContainerSpec.MaxHostName} letters, digits, '.', '_' or '-'"));
            }
        }

        if ((spec.HostName is not null || spec.DomainName is not null) && !spec.Namespaces.HasFlag(NamespaceKinds.Uts))
        {
            faults.Add(new("hostname", "a container that shares the host's UTS namespace cannot have a name of its own"));
        }
    }

    private static void CheckLimits(ContainerSpec spec, ImmutableArray<SpecFault>.Builder faults)
    {
        ResourceLimits limits = spec.Limits;
        Range(faults, "limits.memory", limits.Memory?.Bytes, 512 * 1024, long.MaxValue, "bytes");
        Range(faults, "limits.swap", limits.Swap?.Bytes, 0, long.MaxValue, "bytes");
        Range(faults, "limits.pids", limits.Pids, 0, 4_194_304, "tasks");
        Range(faults, "limits.cpu-weight", limits.CpuWeight, 1, 10_000, "");
        Range(faults, "limits.io-weight", limits.IoWeight, 1, 10_000, "");
        Range(faults, "oom-score-adj", spec.OomScoreAdjust, -1000, 1000, "");
        if (limits.Swap is not null && limits.Memory is null)
        {
            faults.Add(new("limits.swap", "means nothing without limits.memory"));
        }

        if (spec.StopGrace < TimeSpan.Zero)
        {
            faults.Add(new("stop-grace", "is negative"));
        }
    }

    private static void Range(ImmutableArray<SpecFault>.Builder faults, string field, long? value, long least, long most, string unit)
    {
        if (value < least || value > most)
        {
            faults.Add(new(field, string.Create(
                CultureInfo.InvariantCulture,
                $"{value} is out of range: {(most == long.MaxValue ? $"{least} or more" : $"{least} to {most}")} {unit}").TrimEnd()));
        }
    }

    private static bool IsAbsolute(string? path) => path is ['/', ..] && !path.Contains('\0', StringComparison.Ordinal);
}
