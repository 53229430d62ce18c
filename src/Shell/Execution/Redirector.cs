using System.Globalization;
using Helios.Linux;

namespace Helios.Shell;

/// <summary>Carries out redirections on a table of descriptors, in the order that they were written.</summary>
internal sealed class Redirector(ShellState state, Expander expander)
{
    private const int NewFileMode = 438; // 0666

    // A pipe holds this much without a reader.
    private const int PipeBytes = 65536;

    /// <summary>Applies them.</summary>
    /// <exception cref="CommandException">A file cannot be opened, a descriptor is not open.</exception>
    internal void Apply(SyntaxList<Redirection> redirections, FileTable files)
    {
        foreach (Redirection redirection in redirections)
        {
            Apply(redirection, files);
        }
    }

    /// <summary>Expands the names of files, once and for all.</summary>
    internal SyntaxList<Redirection> Name(SyntaxList<Redirection> redirections)
        => [.. redirections.Select(redirection => NamesFile(redirection.Kind)
            ? redirection with { Target = new Word([new SingleQuotedPart(expander.ExpandOne(redirection.Target))]) }
            : redirection)];

    /// <summary>Whether one of them, as <see cref="Name"/> has left them, is a pipe that may have no other end yet: whoever opens it waits.</summary>
    internal bool MayWait(SyntaxList<Redirection> redirections)
        => redirections.Any(redirection => redirection is { Kind: not RedirectionKind.ReadWrite, Target.Parts: [SingleQuotedPart name] }
            && NamesFile(redirection.Kind)
            && PathCalls.TryStat(state.Directory.Descriptor, ByteText.EncodeWithNul(name.Text), true, out FileStatus status, out _)
            && status.Type == FileModes.S_IFIFO);

    private static bool NamesFile(RedirectionKind kind) => kind is RedirectionKind.Input or RedirectionKind.Output or RedirectionKind.Append or RedirectionKind.Clobber
        or RedirectionKind.ReadWrite or RedirectionKind.OutputAndErrors or RedirectionKind.AppendOutputAndErrors;

    private void Apply(Redirection redirection, FileTable files)
    {
        switch (redirection.Kind)
        {
            case RedirectionKind.HereDocument or RedirectionKind.HereDocumentWithoutTabs:
                files.Set(redirection.Number, Hold(expander.ExpandDocument(redirection.Document!)));
                break;
            case RedirectionKind.HereString:
                files.Set(redirection.Number, Hold(expander.ExpandOne(redirection.Target) + "\n"));
                break;
            case RedirectionKind.DuplicateInput or RedirectionKind.DuplicateOutput:
                Duplicate(redirection, files);
                break;
            case RedirectionKind.OutputAndErrors or RedirectionKind.AppendOutputAndErrors:
                OpenFile both = Open(redirection.Kind, expander.ExpandOne(redirection.Target));
                files.Set(1, both);
                files.Set(2, both.Share());
                break;
            default:
                files.Set(redirection.Number, Open(redirection.Kind, expander.ExpandOne(redirection.Target)));
                break;
        }
    }

    private void Duplicate(Redirection redirection, FileTable files)
    {
        string target = expander.ExpandOne(redirection.Target);
        if (target == "-")
        {
            files.Set(redirection.Number, null);
            return;
        }

        bool moves = target.Length > 1 && target[^1] == '-';
        if (!int.TryParse(moves ? target[..^1] : target, NumberStyles.None, CultureInfo.InvariantCulture, out int source))
        {
            // ">&file" is "&>file" where nothing else is meant.
            if (redirection is { Kind: RedirectionKind.DuplicateOutput, Descriptor: -1 })
            {
                OpenFile both = Open(RedirectionKind.Output, target);
                files.Set(1, both);
                files.Set(2, both.Share());
                return;
            }

            throw new CommandException($"{target}: not the number of a descriptor");
        }

        OpenFile file = files.Get(source) ?? throw new CommandException($"{source}: {Errno.EBADF.Text()}");
        files.Set(redirection.Number, file.Share());
        if (moves && source != redirection.Number)
        {
            files.Set(source, null);
        }
    }

    private OpenFile Open(RedirectionKind kind, string path)
    {
        byte[] bytes = ByteText.EncodeWithNul(path);
        bool truncates = kind is RedirectionKind.Output or RedirectionKind.Clobber or RedirectionKind.OutputAndErrors;
        long flags = kind switch
        {
            RedirectionKind.Input => OpenFlags.O_RDONLY,
            RedirectionKind.ReadWrite => OpenFlags.O_RDWR | OpenFlags.O_CREAT,
            RedirectionKind.Append or RedirectionKind.AppendOutputAndErrors => OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_APPEND,
            _ => OpenFlags.O_WRONLY | OpenFlags.O_CREAT,
        };
        int mode = NewFileMode & ~state.CreationMask;
        bool keeps = state.Options.KeepsFiles && truncates && kind != RedirectionKind.Clobber;
        FileFd? opened = PathCalls.TryOpen(
            state.Directory.Descriptor, bytes, flags | (keeps ? OpenFlags.O_EXCL : truncates ? OpenFlags.O_TRUNC : 0), mode, out Errno errno);
        if (keeps && errno == Errno.EEXIST)
        {
            opened = OpenSpecial(bytes, path, out errno);
        }

        if (opened is null)
        {
            throw errno == Errno.EINTR ? new InterruptedException() : new CommandException($"{path}: {errno.Text()}");
        }

        return new OpenFile(opened);
    }

    // With noclobber, what is there already may still be written to when it is no regular file, such as /dev/null.
    private FileFd? OpenSpecial(byte[] bytes, string path, out Errno errno)
    {
        FileFd? opened = PathCalls.TryOpen(state.Directory.Descriptor, bytes, OpenFlags.O_WRONLY, 0, out errno);
        if (opened is not null && PathCalls.TryStat(opened.Number, out FileStatus status, out _) && status.Type == FileModes.S_IFREG)
        {
            opened.Dispose();
            throw new CommandException($"{path}: exists, and noclobber keeps it (>| overwrites)");
        }

        return opened;
    }

    /// <summary>Text that can be read from a descriptor.</summary>
    private static OpenFile Hold(string text)
    {
        byte[] bytes = ByteText.Encode(text);
        if (bytes.Length <= PipeBytes)
        {
            using Pipe pipe = Pipe.Create();
            pipe.WriteEnd.Write(bytes);
            return new OpenFile(FileFd.TryDuplicate(pipe.ReadEnd.Number, 0, out Errno errno) ?? throw new SyscallException("fcntl F_DUPFD_CLOEXEC", errno));
        }

        MemoryFile file = MemoryFile.Create("here-document", bytes.Length);
        DescriptorIo.WriteAll(file, bytes);
        OpenFile held = new(file);
        // The position belongs to the open file, so the reader begins where this one has gone back to.
        using FileFd position = FileFd.Borrow(file.Number);
        position.TryMove(-bytes.Length);
        return held;
    }
}
