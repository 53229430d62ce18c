using Helios.Linux;

namespace Helios.Shell;

/// <summary>What the numbers 0, 1, 2 and so on mean in one shell environment.</summary>
/// <remarks>
/// The table is not the process's own: a redirection changes an entry and no descriptor, so environments on several threads do not disturb each
/// other, builtins need no saving and restoring, and only a program that is launched gets its descriptors at these numbers.
/// A number without an entry is what the process was given there.
/// One table, the first environment's, is followed by the process: what a script has replaced for good is not held open by it (<see cref="Become"/>).
/// </remarks>
internal sealed class FileTable : IDisposable
{
    private const int AboveUsers = 200;

    private readonly SortedList<int, OpenFile?> _entries = [];

    /// <summary>Whether the process's own descriptors follow this table.</summary>
    internal bool IsOfProcess { get; init; }

    /// <summary>The numbers that mean something else than in the process; null is a number that is closed.</summary>
    internal IReadOnlyList<KeyValuePair<int, OpenFile?>> Entries => [.. _entries];

    internal FileTable Copy()
    {
        FileTable copy = new();
        for (int i = 0; i < _entries.Count; i++)
        {
            copy._entries.Add(_entries.GetKeyAtIndex(i), _entries.GetValueAtIndex(i)?.Share());
        }

        return copy;
    }

    /// <summary>What a number means; null when it is closed. The table keeps owning it.</summary>
    internal OpenFile? Get(int number)
    {
        if (_entries.TryGetValue(number, out OpenFile? file))
        {
            return file;
        }

        if (!FileFd.IsInherited(number))
        {
            return null;
        }

        OpenFile inherited = new(FileFd.Borrow(number));
        _entries.Add(number, inherited);
        return inherited;
    }

    /// <summary>Lets a number mean a file, whose ownership passes to the table; null closes it.</summary>
    internal void Set(int number, OpenFile? file)
    {
        if (_entries.TryGetValue(number, out OpenFile? old))
        {
            old?.Release();
        }

        _entries[number] = file;
    }

    /// <summary>Takes over what another table says, for good.</summary>
    internal void Become(FileTable other)
    {
        foreach ((int number, OpenFile? file) in other.Entries)
        {
            Set(number, file?.Share());
        }

        if (IsOfProcess)
        {
            Settle();
        }
    }

    /// <summary>Makes the process's descriptors what the table says, where it was given any.</summary>
    private void Settle()
    {
        int[] changed = [.. _entries.Where(static entry => entry.Value?.Number != entry.Key && FileFd.IsInherited(entry.Key)).Select(static entry => entry.Key)];
        // Out of the way first: a number that changes may be what another one means.
        foreach ((int number, OpenFile? file) in Entries)
        {
            if (file is not null && file.Number != number && changed.Contains(file.Number))
            {
                Set(number, new OpenFile(FileFd.TryDuplicate(file.Number, AboveUsers, out Errno errno) ?? throw new SyscallException("fcntl F_DUPFD_CLOEXEC", errno)));
            }
        }

        foreach (int number in changed)
        {
            if (_entries[number] is { } file)
            {
                CurrentProcess.InstallDescriptor(file.Number, number);
                file.Release();
            }
            else
            {
                using FileFd closed = FileFd.Own(number);
            }

            _entries.Remove(number);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (int i = 0; i < _entries.Count; i++)
        {
            _entries.GetValueAtIndex(i)?.Release();
        }

        _entries.Clear();
    }
}
