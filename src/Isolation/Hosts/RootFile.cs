using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Hosts;

/// <summary>Reads a file as the container will find it, before there is a container: through its mounts, and never outside its root.</summary>
internal static class RootFile
{
    /// <summary>The file's text; empty when the container has none.</summary>
    internal static string Read(ContainerSpec spec, string path)
    {
        // The last mount that covers the path decides.
        foreach (MountSpec mount in spec.Mounts.Reverse())
        {
            string target = mount.Target.TrimEnd('/');
            if (path != target && !path.StartsWith(target + "/", StringComparison.Ordinal))
            {
                continue;
            }

            return mount is MountSpec.Bind bind
                ? path == target ? Beneath("/", bind.Source) : Beneath(bind.Source, path[target.Length..])
                : "";
        }

        return spec.Root.Kind switch
        {
            RootKind.Host => Beneath("/", path),
            RootKind.Directory => Beneath(spec.Root.Path!, path),
            _ => "",
        };
    }

    private static string Beneath(string root, string path) => RootedFile.TryRead(root, path, out string text) ? text : "";
}
