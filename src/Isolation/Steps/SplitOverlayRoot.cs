using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Isolation.Hosts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>The host's root, copy-on-write, from inside a user namespace: a layer for each directory of / instead of one for /.</summary>
/// <remarks>
/// What is mounted below / is locked to it there, and the kernel takes no directory with locked mounts below it as a layer. A directory that has
/// such mounts itself is bound read-only instead.
/// </remarks>
internal sealed class SplitOverlayRoot(ImmutableArray<TopLevelEntry> entries, ImmutableArray<HiddenPath> hidden, long attributes, MemoryBounds bounds) : ChildStep
{
    internal override LaunchStep Describe() => Step(
        "root-overlay", "lay a copy-on-write layer in memory over each directory of the host's root", ("lower", "/"),
        ("directories", string.Join(' ', entries.Select(static entry => entry.Name))),
        ("hidden", hidden.Length == 0 ? null : string.Join(' ', hidden.Select(static path => path.Path))));

    internal override void Emit(ChildScript script)
    {
        Dictionary<string, SpawnResult> trees = [];
        foreach (TopLevelEntry entry in entries.Where(static entry => entry.HasMountsBelow))
        {
            string label = $"open the host's /{entry.Name}";
            trees[entry.Name] = script.TakeTree(label, "/" + entry.Name, recursive: true);
            script.SetAttributes(label, trees[entry.Name], recursive: true, MountApi.MOUNT_ATTR_RDONLY | script.RootAttributes(attributes));
        }

        Staging.AttachScratch(script, bounds);
        script.MakeDirectory(Staging.Merged);
        OverlayLayer layer = new(script, privileged: false, attributes);
        foreach (TopLevelEntry entry in entries)
        {
            string source = "/" + entry.Name;
            string target = Staging.Merged + source;
            if (entry.LinkTarget is { } link)
            {
                script.Call($"link {source}", Sys.symlinkat, script.Text(link), OpenFlags.AT_FDCWD, script.Text(target));
                continue;
            }

            if (hidden.FirstOrDefault(path => path.Path == source) is { Path: not null } whole)
            {
                script.MakeDirectory(target, whole.Mode);
                continue;
            }

            script.MakeDirectory(target);
            if (entry.HasMountsBelow)
            {
                script.Attach($"attach the host's {source}", trees[entry.Name], target);
            }
            else
            {
                layer.Attach(source, target, hidden.Where(path => path.IsBelow(source)));
            }
        }

        // pivot_root wants a mount; the directory that the layers were put into is not one.
        SpawnResult root = script.TakeTree("make the root a mount", Staging.Merged, recursive: true);
        script.Attach("make the root a mount", root, Staging.Merged);
        script.Call("enter the root", Sys.chdir, script.Text(Staging.Merged));
    }
}
