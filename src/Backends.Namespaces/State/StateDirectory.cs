using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Backends.Namespaces.State;

/// <summary>One locked file for each container there is. A name is taken while its lock is held; a dead owner's lock can be taken over.</summary>
internal sealed class StateDirectory(string? path, uint userId)
{
    private const string Suffix = ".lock";
    private readonly string _path = path ?? Default(userId);

    /// <summary>Claims a name.</summary>
    /// <exception cref="BackendException">It is taken by a container that is alive.</exception>
    internal FileLock Claim(ContainerId id)
    {
        try
        {
            // Somebody else's last container may take the directory away between our two steps.
            for (int attempt = 1; ; attempt++)
            {
                MakeDirectories(_path);
                try
                {
                    return FileLock.TryTake(Path.Join(_path, id + Suffix))
                        ?? throw new BackendException(ExitCause.LaunchFailed.NameTaken(id));
                }
                catch (SyscallException gone) when (gone.Errno == Errno.ENOENT && attempt < 10)
                {
                }
            }
        }
        catch (SyscallException failure)
        {
            throw new BackendException(new ExitCause.LaunchFailed("claim the name", failure.Message), failure);
        }
    }

    /// <summary>The names whose owner is dead, each with its lock taken over; dispose them when done.</summary>
    internal ImmutableArray<(string Name, FileLock Lock)> Orphans()
    {
        ImmutableArray<(string, FileLock)>.Builder orphans = ImmutableArray.CreateBuilder<(string, FileLock)>();
        IEnumerable<string> named = Directory.Exists(_path)
            ? Directory.GetFiles(_path, "*" + Suffix).Select(static file => Path.GetFileNameWithoutExtension(file))
            : [];
        foreach (string name in named.Where(static name => ContainerId.TryParse(name, out _)).Order(StringComparer.Ordinal))
        {
            if (FileLock.TryTake(Path.Join(_path, name + Suffix)) is { } taken)
            {
                orphans.Add((name, taken));
            }
        }

        return orphans.DrainToImmutable();
    }

    /// <summary>Removes the directory when it is empty.</summary>
    internal void RemoveIfEmpty() => KernelFile.TryRemoveDirectory(_path);

    private static string Default(uint userId)
        => userId == 0 ? "/run/helios"
            : Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime ? Path.Join(runtime, "helios")
            : $"/tmp/helios-{userId}";

    private static void MakeDirectories(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (Path.GetDirectoryName(path) is { } parent)
        {
            MakeDirectories(parent);
        }

        KernelFile.TryMakeDirectory(path, Permissions.Octal0700);
    }
}
