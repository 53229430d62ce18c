using Helios.Control;
using Helios.Linux;

namespace Helios.Cli;

/// <summary>One end of a copy: an open directory and a name in it.</summary>
internal sealed class CopyPlace : IDisposable
{
    private readonly FileFd _root;

    private CopyPlace(FileFd root, FileFd directory, string name) => (_root, Directory, Name) = (root, directory, name);

    /// <summary>The directory.</summary>
    internal FileFd Directory { get; }

    /// <summary>The name in it.</summary>
    internal string Name { get; }

    /// <summary>Opens what is to be copied.</summary>
    /// <param name="root">The root that paths begin at and never leave; owned from now on.</param>
    /// <param name="path">The path.</param>
    internal static CopyPlace Source(FileFd root, string path) => Open(root, path, null);

    /// <summary>Opens where a copy goes: into a directory that is there, or under a new name beside it.</summary>
    /// <param name="root">The root that paths begin at and never leave; owned from now on.</param>
    /// <param name="path">The path.</param>
    /// <param name="sourceName">The name it gets in a directory that is there.</param>
    internal static CopyPlace Target(FileFd root, string path, string sourceName) => Open(root, path, sourceName);

    /// <summary>The root of a container.</summary>
    internal static FileFd RootOf(DaemonSession daemon, string container)
    {
        List<FileFd> received = [];
        daemon.Client.Ask<Reply.Root>(new Request.OpenRoot(container), received);
        return received is [FileFd root] ? root : throw new CliException("the daemon sent no directory");
    }

    /// <summary>This machine's root.</summary>
    internal static FileFd HostRoot() => FileFd.Open("/", OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);

    /// <inheritdoc/>
    public void Dispose()
    {
        Directory.Dispose();
        _root.Dispose();
    }

    private static CopyPlace Open(FileFd root, string path, string? nameInside)
    {
        const long Flags = OpenFlags.O_PATH | OpenFlags.O_DIRECTORY;
        string trimmed = path.Trim('/');
        if (nameInside is not null && RootedFile.TryOpen(root, trimmed.Length == 0 ? "." : trimmed, Flags) is { } inside)
        {
            return new CopyPlace(root, inside, nameInside);
        }

        int slash = trimmed.LastIndexOf('/');
        string parent = slash < 0 ? "." : trimmed[..slash];
        string name = trimmed[(slash + 1)..];
        if (name is "" or "." or "..")
        {
            root.Dispose();
            throw new CliException($"'{path}': name what is to be copied, not a directory by '.', '..' or '/'");
        }

        FileFd? directory = RootedFile.TryOpen(root, parent, Flags);
        if (directory is null)
        {
            root.Dispose();
            throw new CliException($"'{path}': there is no directory '/{parent.TrimStart('.')}' there, or you may not enter it");
        }

        return new CopyPlace(root, directory, name);
    }
}
