using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>Hides what the kernel tells too freely, and takes away what commands the whole machine.</summary>
/// <remarks>
/// The cover of a file is the null device that this launch made by number a few calls ago, by its descriptor and before any volume is there, never
/// what a path of the container points to (runc CVE-2025-31133); the cover of every directory is one shared empty file system.
/// </remarks>
internal sealed class MaskKernelPaths(ImmutableArray<string> files, ImmutableArray<string> directories, ImmutableArray<string> readOnly) : ChildStep
{
    internal override LaunchStep Describe() => Step(
        "mask-paths", "hide sensitive kernel files and make kernel settings read-only",
        ("hidden", string.Join(' ', files.Concat(directories).Order(StringComparer.Ordinal))), ("read-only", string.Join(' ', readOnly)));

    internal override void Emit(ChildScript script)
    {
        foreach (string path in readOnly)
        {
            string label = $"make {path} read-only";
            SpawnResult tree = script.TakeTree(label, path, recursive: true);
            script.SetAttributes(label, tree, recursive: true, MountApi.MOUNT_ATTR_RDONLY);
            script.Attach(label, tree, path);
        }

        foreach (string path in files)
        {
            script.Attach($"hide {path}", script.Lacks(Fence.MaskSource)
                ? script.TakeTree($"hide {path}", "/dev/null", recursive: false)
                : script.CopyTree($"hide {path}", script.NullDevice!.Value), path);
        }

        if (directories.IsEmpty)
        {
            return;
        }

        SpawnResult empty = script.NewFilesystem("tmpfs", MountApi.MOUNT_ATTR_RDONLY | MountApi.MOUNT_ATTR_NOSUID | MountApi.MOUNT_ATTR_NODEV | MountApi.MOUNT_ATTR_NOEXEC, ("mode", "0555"));
        for (int i = 0; i < directories.Length; i++)
        {
            string label = $"hide {directories[i]}";
            script.Attach(label, i == 0 ? empty : script.TakeTree(label, directories[0], recursive: false), directories[i]);
        }
    }
}
