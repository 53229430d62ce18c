using System.Text;

namespace Helios.Contracts;

/// <summary>Rules that rows of <see cref="ContainerFields"/> share. Pure: the host is not asked.</summary>
internal static class SpecRules
{
    /// <summary>Whether a path is absolute and can be one.</summary>
    internal static bool IsAbsolute(string? path) => path is ['/', ..] && !path.Contains('\0', StringComparison.Ordinal);

    /// <summary>What is wrong with a host or domain name.</summary>
    internal static IEnumerable<string> HostName(string? name)
        => name is not null && (name.Length == 0 || Encoding.UTF8.GetByteCount(name) > ContainerSpec.MaxHostName
            || name.Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_')))
            ? [$"'{name}' is not a host name: use 1 to {ContainerSpec.MaxHostName} letters, digits, '.', '_' or '-'"]
            : [];

    /// <summary>The place of the kernel's that a mount's target lies on; null where a volume may be.</summary>
    /// <remarks>What these show is the kernel's; a volume there would only be a way to undo what hides and protects parts of it.</remarks>
    internal static string? OfKernel(string target)
    {
        string[] names = target.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return names is ["proc" or "sys", ..] ? "/" + names[0]
            : names is ["dev"] ? "/dev"
            : names is ["dev", "pts" or "console" or "ptmx", ..] ? $"/dev/{names[1]}"
            : null;
    }

    /// <summary>Names of its own need a UTS namespace.</summary>
    internal static IEnumerable<string> OwnNames(ContainerSpec spec)
        => (spec.HostName is not null || spec.DomainName is not null) && !spec.Namespaces.HasFlag(NamespaceKinds.Uts)
            ? ["a container that shares the host's UTS namespace cannot have a name of its own"]
            : [];
}
