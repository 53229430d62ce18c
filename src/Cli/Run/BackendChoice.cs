using Helios.Backends.Namespaces;

namespace Helios.Cli;

/// <summary>The backends that the verbs of this process host themselves.</summary>
internal static class BackendChoice
{
    /// <summary>The kernel's own calls, on this machine.</summary>
    internal static NamespacesBackend Namespaces() => new();
}
