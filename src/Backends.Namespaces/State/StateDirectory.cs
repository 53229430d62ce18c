using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Backends.Namespaces.State;

/// <summary>One locked file for each container there is. A name is taken while its lock is held; a dead owner's lock can be taken over.</summary>
internal sealed class StateDirectory(string? path)
{
    private const string Suffix = ".lock";

    // A daemon that answers a group has its socket in here too.
    private const int PassableByOthers = Permissions.Octal0711;
    private readonly string? _path = path ?? Installation.StateDirectory ?? OwnDirectory.TryForRunTime("helios");

    /// <summary>Claims a name.</summary>
    /// <param name="id">The name.</param>
    /// <param name="wasLeft">True when a dead owner had it, whose control groups may still be there.</param>
    /// <exception cref="BackendException">It is taken by a container that is alive.</exception>
    internal FileLock Claim(ContainerId id, out bool wasLeft)
    {
        try
        {
            // Somebody else's last container may take the directory away between our two steps.
            for (int attempt = 1; ; attempt++)
            {
                string directory = _path ?? OwnDirectory.ForRunTime("helios");
                try
                {
                    OwnDirectory.Make(directory, PassableByOthers);
                    string file = Path.Join(directory, id + Suffix);
                    wasLeft = KernelFile.Exists(file);
                    return FileLock.TryTake(file)
                        ?? throw new BackendException(ExitCause.LaunchFailed.NameTaken(id));
                }
                catch (SyscallException gone) when (gone.Errno == Errno.ENOENT && attempt < 10)
                {
                }
            }
        }
        catch (IOException failure)
        {
            throw new BackendException(new ExitCause.LaunchFailed("claim the name", Reason.Of(failure)), failure);
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
    internal void RemoveIfEmpty()
    {
        if (_path is { } directory)
        {
            KernelFile.TryRemoveDirectory(directory);
        }
    }
}
