using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Backends.SystemdRun.Sandboxes;

/// <summary>Rustainer's behaviour around one container: settings first, a copy-on-write root that vanishes, and no directory that was there before.</summary>
/// <remarks>
/// The container's root is the host's own under a layer in memory; nothing is copied. The directory is made for the run as a place marked
/// as ours, and only what this object made is removed, so a path that somebody else fills meanwhile is left alone.
/// </remarks>
public sealed class Sandbox : IDisposable
{
    private const string Marker = ".helios-sandbox";
    private const string Inside = "/sandbox";
    private readonly SandboxOptions _options;
    private readonly SandboxRegistry _registry;
    private readonly ContainerId _id;
    private readonly FileLock _claim;
    private bool _removed;

    private Sandbox(SandboxOptions options, SandboxRegistry registry, ContainerId id, FileLock claim)
    {
        _options = options;
        _registry = registry;
        _id = id;
        _claim = claim;
    }

    /// <summary>Makes the directory.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="registry">Where the directory is noted down.</param>
    /// <param name="id">The container's name.</param>
    /// <exception cref="IOException">It exists already, or cannot be made.</exception>
    public static Sandbox Create(SandboxOptions options, SandboxRegistry registry, ContainerId id)
    {
        if (Path.Exists(options.Directory))
        {
            throw new ReasonException($"{options.Directory} exists already; a sandbox's directory is removed with it, so name one that does not");
        }

        FileLock claim = registry.Claim(id, options.Directory);
        Sandbox made = new(options, registry, id, claim);
        try
        {
            // The parent is the user's own; mkdir instead of a recursive make tells when it is not there, and that nobody was faster.
            if (!KernelFile.TryMakeDirectory(options.Directory, Permissions.Octal0700))
            {
                throw new ReasonException($"{options.Directory} exists already; a sandbox's directory is removed with it, so name one that does not");
            }

            File.WriteAllText(Path.Join(options.Directory, Marker), "");
            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    /// <summary>What to print before the shell starts.</summary>
    public string Greeting => _options + "leave with 'exit'; everything written is gone then\n";

    /// <summary>The container: the command, with the directory at <c>/sandbox</c>.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="terminal">Whether on a terminal of its own.</param>
    public ContainerSpec Spec(ImmutableArray<string> command, bool terminal)
        => new()
        {
            Id = _id,
            Command = command,
            Terminal = terminal,
            Root = RootSpec.Host,
            Mounts = [new MountSpec.Bind { Source = _options.Directory, Target = Inside }],
            WorkingDirectory = Inside,
            Environment =
            [
                new("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"), new("HOME", Inside), new("HOSTNAME", _id.ToString()),
                new("container", "helios"), .. terminal ? [new KeyValuePair<string, string>("TERM", Environment.GetEnvironmentVariable("TERM") ?? "xterm")] : (KeyValuePair<string, string>[])[],
            ],
            Limits = new ResourceLimits { Memory = _options.Memory, CpuSet = _options.Processors },
        };

    /// <summary>Makes the running container's root seen in the directory, as <c>root</c>: a way in for who may trace the container.</summary>
    /// <param name="processId">Its process on the host.</param>
    public void ShowRoot(int processId) => File.CreateSymbolicLink(Path.Join(_options.Directory, "root"), $"/proc/{processId}/root");

    /// <summary>Removes the directory; harmless more than once. A directory without our mark is left alone.</summary>
    public void Dispose()
    {
        if (!_removed)
        {
            _removed = true;
            try
            {
                Remove(_options.Directory);
            }
            finally
            {
                _registry.Release(_id.ToString(), _claim);
            }
        }
    }

    /// <summary>Removes a directory that carries our mark; links in it are removed, not followed.</summary>
    internal static bool Remove(string directory)
    {
        if (new DirectoryInfo(directory) is not { Exists: true, LinkTarget: null } || !File.Exists(Path.Join(directory, Marker)))
        {
            return false;
        }

        Directory.Delete(directory, recursive: true);
        return true;
    }
}
