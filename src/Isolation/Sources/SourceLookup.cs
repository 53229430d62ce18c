using Helios.Linux;

namespace Helios.Isolation.Sources;

/// <summary>Finds a source by its path, component by component where there are links, none of which a container may have made.</summary>
/// <remarks>
/// A volume is a directory that a container writes to. A link that it leaves there would otherwise be followed with the launcher's rights as soon as
/// somebody names a path through it: as the source of this container's next volume, or of another container's. Magic links of /proc are passed by nobody.
/// </remarks>
internal static class SourceLookup
{
    /// <summary>As many as the kernel follows.</summary>
    private const int MostLinks = 40;

    private const long ItselfEvenAsLink = OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW;

    /// <summary>Opens a path in one call; null when there is a link in it.</summary>
    /// <exception cref="SyscallException">It cannot be opened.</exception>
    internal static FileFd? TryWithoutLinks(string path)
    {
        try
        {
            return RootedFile.OpenWithoutLinks(path, OpenFlags.O_PATH);
        }
        catch (SyscallException failure) when (failure.Errno == Errno.ELOOP)
        {
            return null;
        }
    }

    /// <summary>Opens a path, following the links that no container can have made.</summary>
    /// <exception cref="IOException">It cannot be opened, or passes another one.</exception>
    internal static FileFd ThroughLinks(SourceRequest request, WrittenPlaces written)
    {
        Stack<string> names = new(NamesOf(request.Path).Reverse());
        FileFd place = FileFd.Open("/", ItselfEvenAsLink);
        try
        {
            for (int links = 0; names.TryPop(out string? name);)
            {
                FileFd next = place.OpenIn(name, ItselfEvenAsLink);
                if (!FileOwner.Of(next).IsLink)
                {
                    place.Dispose();
                    place = next;
                    continue;
                }

                using (next)
                {
                    string target = TargetOf(next, name);
                    Check(place, name, request, written);
                    if (++links > MostLinks)
                    {
                        throw new SyscallException("openat", Errno.ELOOP, request.Path);
                    }

                    foreach (string part in NamesOf(target).Reverse())
                    {
                        names.Push(part);
                    }

                    if (target.StartsWith('/'))
                    {
                        place.Dispose();
                        place = FileFd.Open("/", ItselfEvenAsLink);
                    }
                }
            }

            return place;
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    private static string[] NamesOf(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static string TargetOf(FileFd link, string name)
        => link.TryReadLink() ?? throw new SyscallException("readlinkat", Errno.EINVAL, name);

    private static void Check(FileFd directory, string name, SourceRequest request, WrittenPlaces written)
    {
        string where = PathOf(directory);
        if (FileSystemKind.IsProc(directory))
        {
            throw new ReasonException($"{where}/{name} is a link of the kernel's; name what it leads to");
        }

        if (written.Above(directory) is { } place)
        {
            throw new ReasonException(
                $"{where.TrimEnd('/')}/{name} is a link in {PathOf(place)}, which containers may write to, and may be one of theirs; name what it leads to as the source instead of {request.Path}");
        }
    }

    private static string PathOf(FileFd place) => ProcessFile.Link(FormattableString.Invariant($"/proc/self/fd/{place.Number}")) ?? "?";
}
