using System.Collections.Immutable;
using Helios.Backends.Namespaces.Hosts;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Backends.Namespaces.Steps;

/// <summary>A copy-on-write layer in memory over a directory of the host, some of whose paths are hidden.</summary>
/// <remarks>
/// Hiding costs no mount: a hidden file is a whiteout in the upper layer, a hidden directory an opaque one. See "whiteouts and opaque
/// directories" in the kernel's overlayfs documentation. Each file system mounted below the directory needs a layer of its own.
/// </remarks>
internal sealed class OverlayRoot(string lower, ImmutableArray<string> submounts, ImmutableArray<HiddenPath> hidden, bool privileged) : ChildStep
{
    internal override LaunchStep Describe() => Step(
        "root-overlay",
        lower == "/" ? "lay a copy-on-write layer in memory over the host's root" : $"lay a copy-on-write layer in memory over {lower}",
        ("lower", lower),
        ("submounts", submounts.Length == 0 ? null : string.Join(' ', submounts)),
        ("hidden", hidden.Length == 0 ? null : string.Join(' ', hidden.Select(static path => path.Path))));

    internal override void Emit(ChildScript script)
    {
        SpawnResult scratch = script.NewFilesystem("tmpfs", MountApi.MOUNT_ATTR_NOSUID | MountApi.MOUNT_ATTR_NODEV, ("mode", "0755"));
        script.Attach("attach the writable layer", scratch, Staging.Directory);
        script.MakeDirectory(Staging.Merged);
        Layer(script, lower, "", hidden.Where(path => !submounts.Any(mount => IsBelow(path.Path, mount))));
        for (int i = 0; i < submounts.Length; i++)
        {
            string mount = submounts[i];
            Layer(script, mount, mount, hidden.Where(path => IsBelow(path.Path, mount)), suffix: "." + (i + 1));
        }

        script.Call("enter the root", Sys.chdir, script.Text(Staging.Merged));
    }

    private static bool IsBelow(string path, string directory) => path.StartsWith(directory + "/", StringComparison.Ordinal);

    private void Layer(ChildScript script, string source, string at, IEnumerable<HiddenPath> hiddenHere, string suffix = "")
    {
        string upper = Staging.Upper + suffix;
        string work = Staging.Work + suffix;
        script.MakeDirectory(upper);
        script.MakeDirectory(work);
        HashSet<string> made = [];
        foreach (HiddenPath path in hiddenHere)
        {
            Hide(script, upper, path, path.Path[at.Length..], made);
        }

        SpawnResult overlay = script.NewFilesystem(
            "overlay", 0,
            [("lowerdir", Escape(source)), ("upperdir", upper), ("workdir", work), .. privileged ? [] : new[] { ("userxattr", (string?)null) }]);
        script.Attach($"attach the root over {source}", overlay, Staging.Merged + at);
    }

    private void Hide(ChildScript script, string upper, HiddenPath path, string inLayer, HashSet<string> made)
    {
        for (int slash = inLayer.IndexOf('/', 1); slash > 0; slash = inLayer.IndexOf('/', slash + 1))
        {
            if (made.Add(inLayer[..slash]))
            {
                script.MakeDirectory(upper + inLayer[..slash]);
            }
        }

        string target = upper + inLayer;
        string label = $"hide {path.Path}";
        if (!path.IsDirectory)
        {
            script.Call(label, Sys.mknodat, OpenFlags.AT_FDCWD, script.Text(target), FileModes.S_IFCHR, 0);
            return;
        }

        script.MakeDirectory(target, path.Mode);
        script.Call(label, Sys.setxattr, script.Text(target), script.Text(privileged ? "trusted.overlay.opaque" : "user.overlay.opaque"), script.Text("y"), 1, 0);
    }

    // The option is a list; a colon or backslash in a path has to be escaped.
    private static string Escape(string path)
        => path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);
}
