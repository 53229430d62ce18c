using System.Collections.Immutable;
using Helios.Linux;

namespace Helios.Cli;

/// <summary><c>helios cp</c>: files out of and into a running container, without running anything of it.</summary>
internal sealed class CopyVerb : DaemonVerb
{
    internal CopyVerb()
        : base("cp", "Copies files out of or into a running container")
        => AddWithSocket();

    /// <inheritdoc/>
    internal override string Usage => "NAME:PATH DEST | SOURCE NAME:PATH";

    /// <inheritdoc/>
    internal override LiveNames Live => LiveNames.Places;

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples =>
    [
        new("helios cp web-1:/var/log/app.log .", "out"),
        new("helios cp ./site web-1:/srv/", "in, with all below it"),
    ];

    /// <inheritdoc/>
    protected override int Run(DaemonSession daemon, OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        if (rest is not [string source, string target])
        {
            throw new CliException("name a source and a destination: helios cp web-1:/etc/motd .");
        }

        (string? sourceContainer, string sourcePath) = Split(source);
        (string? targetContainer, string targetPath) = Split(target);
        if (sourceContainer is null == targetContainer is null)
        {
            throw new CliException("one of the two is in a container, written NAME:PATH");
        }

        try
        {
            using CopyPlace from = CopyPlace.Source(Root(daemon, sourceContainer), sourcePath);
            using CopyPlace to = CopyPlace.Target(Root(daemon, targetContainer), targetPath, from.Name);
            new TreeCopy(name => console.Error.Write($"helios cp: {name} is neither a file nor a directory nor a link; skipped\n")).Copy(from.Directory, from.Name, to.Directory, to.Name);
        }
        catch (SyscallException failure)
        {
            throw new CliException($"{source}: {failure.Errno.Text()}");
        }

        return 0;
    }

    private static FileFd Root(DaemonSession daemon, string? container) => container is null ? CopyPlace.HostRoot() : CopyPlace.RootOf(daemon, container);

    // A path with a slash before its first colon, or without a colon, is of this machine.
    private static (string? Container, string Path) Split(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && !text[..colon].Contains('/', StringComparison.Ordinal) ? (text[..colon], text[(colon + 1)..]) : (null, Path.GetFullPath(text));
    }
}
