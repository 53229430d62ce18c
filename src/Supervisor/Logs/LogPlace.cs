using System.Collections.Immutable;
using System.Globalization;
using Helios.Linux;
using Microsoft.Win32.SafeHandles;

namespace Helios.Supervisor;

/// <summary>The directory of log files, held open: whatever its name comes to mean, what is written stays in it.</summary>
/// <remarks>
/// A container may have the directory as a volume, or may have had it. So no link is followed on the way to it or in it, and a file that has a second
/// name, or that is somebody else's, takes nothing (Nomad CVE-2026-6959).
/// </remarks>
internal sealed class LogPlace : IDisposable
{
    private const int Private = Permissions.Octal0700;
    private const int FileMode = Permissions.Octal0600;

    private readonly FileFd _directory;

    private LogPlace(FileFd directory) => _directory = directory;

    /// <summary>The directory as a path that only this process can use.</summary>
    internal string Path => string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{_directory.Number}");

    /// <summary>Opens it; makes it when it is missing.</summary>
    /// <param name="directory">Its path.</param>
    /// <param name="writable">What the container whose log it is may write to: it could change what it has said.</param>
    /// <exception cref="IOException">There is a link in its path, or others may write to it, or the container may.</exception>
    internal static LogPlace Open(string directory, ImmutableArray<string> writable)
    {
        OwnDirectory.MakeMissing(directory, Private);
        LogPlace place = new(RootedFile.OpenWithoutLinks(directory, OpenFlags.O_DIRECTORY | OpenFlags.O_RDONLY));
        try
        {
            const int writableByOthers = Permissions.Octal0022;
            FileOwner found = FileOwner.Of(place._directory);
            if (found.UserId != OwnDirectory.UserId && found.UserId != 0)
            {
                throw new IOException(string.Create(CultureInfo.InvariantCulture, $"{directory} belongs to uid {found.UserId}; log files need a directory of your own"));
            }

            if (!writable.IsEmpty)
            {
                place.RefuseBelow(directory, writable);
            }

            return (found.Permissions & writableByOthers) == 0 ? place
                : throw new IOException($"{directory} has mode 0{Convert.ToString(found.Permissions, 8)}: others may write to it; chmod go-w {directory}");
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file in it for appending; its owner alone may read it.</summary>
    /// <exception cref="IOException">The name is a link, no regular file, somebody else's, or one name of several.</exception>
    internal FileStream Append(string name)
    {
        FileFd file = _directory.OpenIn(
            name, OpenFlags.O_WRONLY | OpenFlags.O_APPEND | OpenFlags.O_CREAT | OpenFlags.O_NOFOLLOW | OpenFlags.O_NONBLOCK | OpenFlags.O_NOCTTY, FileMode);
        try
        {
            if (FileOwner.Of(file) is not { IsFile: true, Links: 1 } owner || owner.UserId != OwnDirectory.UserId)
            {
                throw new IOException($"{name} is no log file of ours: it is not a regular file, has a second name, or belongs to somebody else; remove it");
            }

            OpenFileMode.SetPermissions(file, FileMode);

            // Unbuffered: what was written is in the kernel, and a failed write is known at once.
            SafeFileHandle handle = new(file.Number, ownsHandle: true);
            file.SetHandleAsInvalid();
            return new FileStream(handle, FileAccess.Write, bufferSize: 0);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    // By what the names lead to, since there are many names for one place.
    private void RefuseBelow(string directory, ImmutableArray<string> writable)
    {
        const long Here = OpenFlags.O_PATH | OpenFlags.O_DIRECTORY;
        Dictionary<(ulong, ulong), string> places = [];
        foreach (string path in writable.Where(Directory.Exists))
        {
            using FileFd place = FileFd.Open(path, Here);
            FileOwner owner = FileOwner.Of(place);
            places[(owner.Device, owner.Inode)] = path;
        }

        FileFd at = _directory.OpenIn(".", Here);
        try
        {
            for (FileOwner status = FileOwner.Of(at), last = default; !status.IsSameFileAs(last); status = FileOwner.Of(at))
            {
                if (places.TryGetValue((status.Device, status.Inode), out string? source))
                {
                    throw new ReasonException($"logs.file.directory {directory} lies in {source}, which the container may write to; a container may not hold its own log");
                }

                last = status;
                FileFd above = at.OpenIn("..", Here);
                at.Dispose();
                at = above;
            }
        }
        finally
        {
            at.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _directory.Dispose();
}
