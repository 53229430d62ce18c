using Helios.Linux;

namespace Helios.Isolation.Sources;

/// <summary>The directories of the host that a container writes to or has written to: what lies in them is not the host's word.</summary>
/// <remarks>
/// Those of one launch are known. Those of all others carry a mark, an attribute that only root can set and no container can see or take off
/// (<c>trusted.helios.volume</c>, see xattr(7)): it is as durable as what the container has left there. File systems without such
/// attributes keep none. Of an ordinary user, who can set none, only the places of the same launch are known; his containers are nobody but he.
/// </remarks>
internal sealed class WrittenPlaces
{
    private const string Attribute = "trusted.helios.volume";
    private readonly HashSet<(ulong Device, ulong Inode)> _places = [];

    /// <summary>Adds one for this launch.</summary>
    internal void Add(FileOwner directory) => _places.Add((directory.Device, directory.Inode));

    /// <summary>The nearest one that a directory lies in, or is; null when there is none.</summary>
    internal FileFd? Above(FileFd directory)
    {
        const long Directory = OpenFlags.O_PATH | OpenFlags.O_DIRECTORY;
        FileFd here = directory.OpenIn(".", Directory);
        FileOwner status = FileOwner.Of(here);
        while (true)
        {
            if (_places.Contains((status.Device, status.Inode)) || IsMarked(here))
            {
                return here;
            }

            FileFd above = here.OpenIn("..", Directory);
            here.Dispose();
            here = above;
            FileOwner next = FileOwner.Of(above);
            if (next.IsSameFileAs(status))
            {
                here.Dispose();
                return null;
            }

            status = next;
        }
    }

    /// <summary>Marks one for all launches to come, where this user and this file system can.</summary>
    internal static void Mark(string path, FileOwner status)
    {
        if (OwnDirectory.UserId == 0 && status.IsDirectory && KernelFile.Attribute(path, Attribute) is null)
        {
            KernelFile.TrySetAttribute(path, Attribute, "1"u8);
        }
    }

    private static bool IsMarked(FileFd directory)
        => OwnDirectory.UserId == 0 && KernelFile.Attribute(FormattableString.Invariant($"/proc/self/fd/{directory.Number}"), Attribute) is not null;
}
