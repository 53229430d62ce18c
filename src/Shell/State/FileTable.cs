using Helios.Linux;

namespace Helios.Shell;

/// <summary>What the numbers 0, 1, 2 and so on mean in one shell environment.</summary>
/// <remarks>
/// The table is not the process's own: a redirection changes an entry and no descriptor, so environments on several threads do not disturb each
/// other, builtins need no saving and restoring, and only a program that is launched gets its descriptors at these numbers.
/// A number without an entry is what the process was given there.
/// </remarks>
internal sealed class FileTable : IDisposable
{
    private readonly SortedList<int, OpenFile?> _entries = [];

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
