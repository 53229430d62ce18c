using System.Globalization;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>Mounts an empty file system in memory.</summary>
internal sealed class AttachTmpfs(MountSpec.Tmpfs tmpfs) : ChildStep
{
    internal override LaunchStep Describe() => Step(
        "attach-tmpfs", $"attach an empty tmpfs{(tmpfs.Size is { } size ? $" of {size}" : "")} at {tmpfs.Target}", ("target", tmpfs.Target),
        ("size", tmpfs.Size?.Bytes.ToString(CultureInfo.InvariantCulture)), ("mode", ChildScript.Octal(tmpfs.Mode)));

    internal override void Emit(ChildScript script)
    {
        SpawnResult target = script.OpenTarget(tmpfs.Target, directory: true);
        const long attributes = MountApi.MOUNT_ATTR_NOSUID | MountApi.MOUNT_ATTR_NODEV;
        (string, string?) mode = ("mode", ChildScript.Octal(tmpfs.Mode));
        SpawnResult mount = tmpfs.Size is { } size
            ? script.NewFilesystem("tmpfs", attributes, mode, ("size", size.Bytes.ToString(CultureInfo.InvariantCulture)), ("nr_inodes", new MemoryBounds(size.Bytes).FilesText))
            : script.NewFilesystem("tmpfs", attributes, mode);
        script.AttachOn($"mount tmpfs on {tmpfs.Target}", mount, target);
    }
}
