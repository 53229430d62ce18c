using Helios.Linux;

namespace Helios.Cli;

/// <summary>Copies a file, a link or a directory with all below it, between two open directories.</summary>
/// <remarks>
/// Both sides may be changed by a container meanwhile. So nothing is looked up twice: every entry is opened relative to its open directory by
/// one plain name, never through a link, and what it is, is asked of the open descriptor.
/// </remarks>
internal sealed class TreeCopy
{
    private const int DeepestNesting = 200;

    private readonly Action<string> _skipped;
    private readonly byte[] _buffer = new byte[128 * 1024];

    /// <param name="skipped">Is told of devices, sockets and pipes, which are not copied.</param>
    internal TreeCopy(Action<string> skipped) => _skipped = skipped;

    /// <summary>Copies <paramref name="name"/> of one directory to <paramref name="newName"/> in another, over what is there.</summary>
    internal void Copy(FileFd source, string name, FileFd target, string newName, int depth = 0)
    {
        if (depth > DeepestNesting)
        {
            throw new CliException($"{name}: directories are nested deeper than {DeepestNesting}");
        }

        using FileFd entry = FileFd.Open(Below(source, name), OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW);
        OpenFileMode mode = OpenFileMode.Of(entry);
        if (mode.IsDirectory)
        {
            CopyDirectory(source, name, target, newName, mode, depth);
        }
        else if (mode.IsLink)
        {
            string link = new FileInfo(Below(source, name)).LinkTarget ?? throw new CliException($"{name}: changed while it was copied");
            KernelFile.Remove(Below(target, newName));
            File.CreateSymbolicLink(Below(target, newName), link);
        }
        else if (mode.IsFile)
        {
            CopyFile(source, name, target, newName, mode);
        }
        else
        {
            _skipped(name);
        }
    }

    /// <summary>The path of an entry of an open directory; it cannot be moved under our feet.</summary>
    internal static string Below(FileFd directory, string name) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/proc/self/fd/{directory.Number}/{name}");

    private void CopyDirectory(FileFd source, string name, FileFd target, string newName, OpenFileMode mode, int depth)
    {
        KernelFile.TryMakeDirectory(Below(target, newName), Permissions.Octal0700);
        const long Flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;
        using FileFd from = FileFd.Open(Below(source, name), Flags);
        using FileFd to = FileFd.Open(Below(target, newName), Flags);
        foreach (string child in Directory.EnumerateFileSystemEntries(Below(from, ".")))
        {
            string plain = Path.GetFileName(child);
            Copy(from, plain, to, plain, depth + 1);
        }

        OpenFileMode.SetPermissions(to, mode.Permissions);
    }

    private void CopyFile(FileFd source, string name, FileFd target, string newName, OpenFileMode mode)
    {
        using FileFd from = FileFd.Open(Below(source, name), OpenFlags.O_RDONLY | OpenFlags.O_NOFOLLOW | OpenFlags.O_NONBLOCK | OpenFlags.O_NOCTTY);
        if (!OpenFileMode.Of(from).IsFile)
        {
            throw new CliException($"{name}: changed while it was copied");
        }

        // What is there is replaced, not written into: a link or a device of that name is not followed.
        KernelFile.Remove(Below(target, newName));
        using FileFd to = FileFd.Open(Below(target, newName), OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_NOFOLLOW, Permissions.Octal0600);
        while (DescriptorIo.Read(from, _buffer) is > 0 and int count)
        {
            DescriptorIo.WriteAll(to, _buffer.AsSpan(0, count));
        }

        OpenFileMode.SetPermissions(to, mode.Permissions);
    }
}
