using System.Collections.Immutable;
using System.Globalization;
using Helios.Isolation.Hosts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>One copy-on-write layer over a directory of the host; its writable half lies on the scratch file system of <see cref="Staging"/>.</summary>
/// <remarks>
/// A hidden file is a whiteout in the upper layer, see "whiteouts and opaque directories" in the kernel's overlayfs documentation. A hidden directory
/// could be an opaque one there, but in a user namespace that mark is a user attribute, which tmpfs has only since Linux 6.6, so an empty
/// directory is bound over it.
/// </remarks>
internal sealed class OverlayLayer(ChildScript script, bool privileged, long attributes)
{
    private int _count;

    /// <summary>Lays the layer over <paramref name="source"/> and mounts it at <paramref name="target"/>.</summary>
    internal void Attach(string source, string target, IEnumerable<HiddenPath> hidden)
    {
        string suffix = _count == 0 ? "" : "." + _count.ToString(CultureInfo.InvariantCulture);
        _count++;
        string upper = Staging.Upper + suffix;
        string work = Staging.Work + suffix;
        script.MakeDirectory(upper);
        script.MakeDirectory(work);
        HashSet<string> made = [];
        int prefix = source == "/" ? 0 : source.Length;
        ImmutableArray<HiddenPath> covered = [.. hidden.Where(static path => path.IsDirectory)];
        foreach (HiddenPath path in hidden.Except(covered))
        {
            Hide(upper, path, path.Path[prefix..], made);
        }

        SpawnResult overlay = privileged
            ? script.NewFilesystem("overlay", script.RootAttributes(attributes), ("lowerdir", Escape(source)), ("upperdir", upper), ("workdir", work))
            : script.NewFilesystem("overlay", script.RootAttributes(attributes), ("lowerdir", Escape(source)), ("upperdir", upper), ("workdir", work), ("userxattr", null));
        script.Attach($"attach the root over {source}", overlay, target);
        foreach (HiddenPath path in covered)
        {
            Cover(path, target + path.Path[prefix..]);
        }
    }

    private void Hide(string upper, HiddenPath path, string inLayer, HashSet<string> made)
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
        script.Call(label, Sys.mknodat, OpenFlags.AT_FDCWD, script.Text(target), FileModes.S_IFCHR, 0);
    }

    private void Cover(HiddenPath path, string target)
    {
        string label = $"hide {path.Path}";
        string empty = Staging.Empty + path.Path.Replace('/', '.');
        script.MakeDirectory(empty, path.Mode);
        script.Attach(label, script.TakeTree(label, empty, recursive: false), target);
    }

    // The option is a list; a colon or backslash in a path has to be escaped.
    private static string Escape(string path)
        => path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);
}
