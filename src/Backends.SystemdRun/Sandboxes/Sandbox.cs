using System.Collections.Immutable;
using Helios.Contracts;

namespace Helios.Backends.SystemdRun.Sandboxes;

/// <summary>Rustainer's behaviour around one container: settings first, a copy-on-write root that vanishes, and no directory that was there before.</summary>
/// <remarks>
/// The container's root is the host's own under a layer in memory; nothing is copied. The directory is made for the run as a place marked
/// as ours, and only what this object made is removed, so a path that somebody else fills meanwhile is left alone.
/// </remarks>
public sealed class Sandbox : IDisposable
{
    private const string Marker = ".helios-sandbox";
    private readonly SandboxOptions _options;
    private bool _removed;

    private Sandbox(SandboxOptions options) => _options = options;

    /// <summary>Makes the directory.</summary>
    /// <exception cref="IOException">It exists already, or cannot be made.</exception>
    public static Sandbox Create(SandboxOptions options)
    {
        if (Path.Exists(options.Directory))
        {
            throw new IOException($"{options.Directory} exists already; a sandbox's directory is removed with it, so name one that does not");
        }

        Directory.CreateDirectory(options.Directory, (UnixFileMode)0x1C0);
        File.WriteAllText(Path.Join(options.Directory, Marker), "");
        return new Sandbox(options);
    }

    /// <summary>What to print before the shell starts.</summary>
    public string Greeting => _options + "leave with 'exit'; everything written is gone then\n";

    /// <summary>The container: a shell on a terminal, with the directory at <c>/sandbox</c>.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="command">What to run; empty is a shell.</param>
    public ContainerSpec Spec(ContainerId id, ImmutableArray<string> command = default)
        => new()
        {
            Id = id,
            Command = command.IsDefaultOrEmpty ? ["/bin/sh", "-i"] : command,
            Terminal = true,
            Root = RootSpec.Host,
            Mounts = [new MountSpec.Bind { Source = _options.Directory, Target = "/sandbox" }],
            WorkingDirectory = "/sandbox",
            Environment = [new("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"), new("TERM", "xterm"), new("HOME", "/sandbox")],
            Limits = new ResourceLimits { Memory = _options.Memory, CpuSet = _options.Processors },
        };

    /// <summary>Removes the directory and tells so; harmless more than once. A directory without our mark is left alone.</summary>
    public void Dispose()
    {
        if (!_removed)
        {
            _removed = true;
            if (new DirectoryInfo(_options.Directory) is { Exists: true, LinkTarget: null } && File.Exists(Path.Join(_options.Directory, Marker)))
            {
                Directory.Delete(_options.Directory, recursive: true);
            }
        }
    }
}
