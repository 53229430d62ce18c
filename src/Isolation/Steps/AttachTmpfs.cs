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
        string target = tmpfs.Target.TrimEnd('/');
        script.MakeParents(target);
        script.MakeDirectory(target);
        const long attributes = MountApi.MOUNT_ATTR_NOSUID | MountApi.MOUNT_ATTR_NODEV;
        (string, string?) mode = ("mode", ChildScript.Octal(tmpfs.Mode));
        SpawnResult mount = tmpfs.Size is { } size
            ? script.NewFilesystem("tmpfs", attributes, mode, ("size", size.Bytes.ToString(CultureInfo.InvariantCulture)))
            : script.NewFilesystem("tmpfs", attributes, mode);
        script.Attach($"mount tmpfs on {tmpfs.Target}", mount, target, followLinks: true);
    }
}
