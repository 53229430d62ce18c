using System.Globalization;
using Helios.Contracts;
using Helios.Isolation.Hosts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>The host's root, copy-on-write, and of it only what everybody on the host may read.</summary>
/// <remarks>
/// Two overlays on each layer. An overlay asks for each access twice: whether the caller may, and whether he may who made the overlay. The first one is
/// read-only and made with the credentials of nobody, so of what lies below it only the permissions of "others" count, whoever asks and whatever
/// its name; the second has it below and the container's own memory on top, and is made with all rights, so that what has been copied up belongs to the container.
/// What is left out by name lies as whiteouts in a layer above the host's: above, since the merged directories are asked for an attribute that nobody could not read below.
/// Where the host's own root is an overlay, a third one would be one too many for the kernel: then the list holds, and permissions are those of the container's user.
/// </remarks>
internal sealed class HostRoot(HostView view, bool privileged, long attributes, MemoryBounds bounds) : ChildStep
{
    private const int Nobody = 65534;

    internal override LaunchStep Describe() => Step(
        "root-overlay", "lay a copy-on-write layer in memory over what everybody may read of the host's root", ("lower", "/"),
        ("submounts", view.Layers.Length == 1 ? null : string.Join(' ', view.Layers.Skip(1).Select(static layer => layer.MountPoint))),
        ("absent", view.Absent.IsEmpty ? null : string.Join(' ', view.Absent)),
        ("empty", view.Empty.IsEmpty ? null : string.Join(' ', view.Empty.Select(static path => path.Path))), ("size", bounds.SizeText));

    internal override void Emit(ChildScript script)
    {
        Staging.AttachScratch(script, bounds);
        script.MakeDirectory(Staging.Merged);
        for (int i = 0; i < view.Layers.Length; i++)
        {
            Prepare(script, i);
        }

        SpawnResult?[] lowers = ReadAsNobody(script);
        for (int i = 0; i < view.Layers.Length; i++)
        {
            string below = Place(Staging.Mask, i) + ":" + Place(Staging.Lower, i);
            if (lowers[i] is { } lower)
            {
                script.MakeDirectory(Place(Staging.World, i));
                script.Attach($"attach what everybody may read of {view.Layers[i].MountPoint}", lower, Place(Staging.World, i));
                below = Place(Staging.World, i);
            }

            SpawnResult overlay = Overlay(script, script.RootAttributes(attributes), ("lowerdir", below), ("upperdir", Place(Staging.Upper, i)), ("workdir", Place(Staging.Work, i)));
            script.Attach($"attach the root over {view.Layers[i].MountPoint}", overlay, (Staging.Merged + view.Layers[i].MountPoint).TrimEnd('/'));
        }

        script.Call("enter the root", Sys.chdir, script.Text(Staging.Merged));
    }

    private void Prepare(ChildScript script, int layer)
    {
        foreach (string kind in (string[])[Staging.Lower, Staging.Mask, Staging.Upper, Staging.Work])
        {
            script.MakeDirectory(Place(kind, layer));
        }

        script.Attach($"attach the host's {view.Layers[layer].MountPoint}", script.Tree(layer), Place(Staging.Lower, layer));
        HashSet<string> made = [];
        if (!script.Lacks(Fence.HostList))
        {
            foreach (string path in view.Absent.Where(path => view.LayerOf(path) == layer))
            {
                string inside = view.Layers[layer].Inside(path);
                MakeParents(script, Place(Staging.Mask, layer), inside, made);
                script.Call($"leave out {path}", Sys.mknodat, OpenFlags.AT_FDCWD, script.Text(Place(Staging.Mask, layer) + inside), FileModes.S_IFCHR, 0);
            }
        }

        made.Clear();
        foreach (HiddenPath path in view.Empty.Where(path => view.LayerOf(path.Path) == layer))
        {
            string inside = view.Layers[layer].Inside(path.Path);
            MakeParents(script, Place(Staging.Upper, layer), inside, made);
            script.MakeDirectory(Place(Staging.Upper, layer) + inside, path.Mode);
        }
    }

    // The kernel notes down the credentials of whoever creates an overlay, its supplementary groups too.
    private SpawnResult?[] ReadAsNobody(ChildScript script)
    {
        bool nobody = !script.Lacks(Fence.HostReader);
        if (nobody)
        {
            script.Call("leave the supplementary groups", Sys.setgroups, 0, 0);
            script.Call("use files as nobody's group", Sys.setfsgid, Nobody);
            script.Call("use files as nobody", Sys.setfsuid, Nobody);
        }

        SpawnResult?[] lowers = new SpawnResult?[view.Layers.Length];
        for (int i = 0; i < lowers.Length; i++)
        {
            lowers[i] = view.Layers[i].IsOverlay
                ? null
                : Overlay(script, script.RootAttributes(attributes | MountApi.MOUNT_ATTR_RDONLY), ("lowerdir", Place(Staging.Mask, i) + ":" + Place(Staging.Lower, i)));
        }

        if (nobody)
        {
            script.Call("use files as before", Sys.setfsuid, 0);
            script.Call("use files as before", Sys.setfsgid, 0);
        }

        return lowers;
    }

    private SpawnResult Overlay(ChildScript script, long set, params ReadOnlySpan<(string Key, string? Value)> options)
        => privileged ? script.NewFilesystem("overlay", set, options) : script.NewFilesystem("overlay", set, [.. options, ("userxattr", null)]);

    private static void MakeParents(ChildScript script, string layer, string inside, HashSet<string> made)
    {
        for (int slash = inside.IndexOf('/', 1); slash > 0; slash = inside.IndexOf('/', slash + 1))
        {
            if (made.Add(inside[..slash]))
            {
                script.MakeDirectory(layer + inside[..slash]);
            }
        }
    }

    private static string Place(string kind, int layer) => layer == 0 ? kind : kind + "." + layer.ToString(CultureInfo.InvariantCulture);
}
