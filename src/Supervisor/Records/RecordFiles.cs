using System.Globalization;
using Helios.Linux;

namespace Helios.Supervisor;

/// <summary>Records by name in a directory of this user's own, each in two generations: <c>NAME.0</c> and <c>NAME.1</c>.</summary>
/// <remarks>
/// A record is written beside and renamed, so whoever is killed leaves the old one or the new one. It never takes the place of the one that is known to be on
/// the disk: after a power cut that one is still whole, and the checksum tells which of the two to believe. Which is on the disk is found out by
/// <see cref="Sync"/>, which may wait for the disk and is called on another thread than <see cref="Write"/>.
/// </remarks>
internal sealed class RecordFiles
{
    internal const string ContainersDirectory = "containers";

    private const string NewSuffix = ".new";
    private const int PrivateFile = Permissions.Octal0600;
    private const int PrivateDirectory = Permissions.Octal0700;
    private const int MostBytes = 64 << 20;
    private const int None = -1;

    private readonly string _directory;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Slots> _slots = new(StringComparer.Ordinal);

    // One count for all names: what is written under a name that was removed is newer than what a power cut may bring back.
    private long _generation;

    internal RecordFiles(string directory) => _directory = directory;

    /// <summary>Called with a word for each step and the record's name, before the step: tests end the writing there.</summary>
    internal Action<string, string>? Before { get; set; }

    /// <summary>Makes the directory, or looks whether it is this user's alone.</summary>
    /// <exception cref="IOException">It is not, or cannot be made.</exception>
    internal void Make() => OwnDirectory.Make(_directory, PrivateDirectory);

    /// <summary>Every record that can be read, the newest whole generation of each.</summary>
    /// <param name="fault">Gets a clause for each file that is passed over.</param>
    internal List<(string Name, byte[] Record)> Read(Action<string> fault)
    {
        List<(string, byte[])> records = [];
        IEnumerable<IGrouping<string, string>> names = Directory.Exists(_directory)
            ? Directory.EnumerateFiles(_directory).Where(static path => SlotOf(path) != None)
                .GroupBy(static path => Path.GetFileNameWithoutExtension(path), StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.Ordinal)
            : [];
        foreach (IGrouping<string, string> group in names)
        {
            if (ReadBest(group.Key, [.. group.Order(StringComparer.Ordinal)], fault) is { } record)
            {
                records.Add((group.Key, record));
            }
        }

        return records;
    }

    /// <summary>Writes a new generation. It survives this process from now on, and a power cut after <see cref="Sync"/>.</summary>
    /// <exception cref="SyscallException">It cannot be written; the generation before it is untouched.</exception>
    internal void Write(string name, ReadOnlySpan<byte> record)
    {
        Slots slots;
        int slot;
        long generation;
        lock (_gate)
        {
            generation = ++_generation;
            slots = _slots.TryGetValue(name, out Slots? known) ? known : _slots[name] = new Slots();
            slot = slots.Durable == None ? Math.Max(slots.Newest, 0) : 1 - slots.Durable;
        }

        string beside = PathOf(name) + NewSuffix;
        Before?.Invoke("write", name);
        try
        {
            using FileFd file = FileFd.Open(beside, OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC | OpenFlags.O_NOFOLLOW, PrivateFile);
            DescriptorIo.WriteAll(file, RecordEnvelope.Close(generation, record));
            Before?.Invoke("rename", name);
            KernelFile.Rename(beside, PathOf(name, slot));
        }
        catch (SyscallException fault)
        {
            TryRemove(beside);
            throw new SyscallException(fault.Call, fault.Errno, beside);
        }

        lock (_gate)
        {
            (slots.Generation, slots.Newest) = (generation, slot);
        }
    }

    /// <summary>Waits until the newest generation of a record is on the disk.</summary>
    /// <exception cref="SyscallException">The disk has failed.</exception>
    internal void Sync(string name)
    {
        Slots? slots;
        long generation;
        int slot;
        lock (_gate)
        {
            if (!_slots.TryGetValue(name, out slots) || slots.Newest == None)
            {
                return;
            }

            (generation, slot) = (slots.Generation, slots.Newest);
        }

        Before?.Invoke("sync", name);
        try
        {
            KernelFile.Sync(PathOf(name, slot));
        }
        catch (SyscallException gone) when (gone.Errno == Errno.ENOENT)
        {
            return;
        }

        lock (_gate)
        {
            if (slots.Generation == generation)
            {
                slots.Durable = slot;
            }
        }
    }

    /// <summary>Waits until the names are on the disk.</summary>
    /// <inheritdoc cref="Sync" path="/exception"/>
    internal void SyncNames()
    {
        Before?.Invoke("sync names", "");
        KernelFile.Sync(_directory);
    }

    /// <summary>Removes a record. The newest generation goes last: whoever is killed meanwhile does not bring an older one back.</summary>
    /// <exception cref="SyscallException">It cannot be removed.</exception>
    internal void Remove(string name)
    {
        int newest;
        lock (_gate)
        {
            newest = _slots.TryGetValue(name, out Slots? slots) && slots.Newest != None ? slots.Newest : 1;
        }

        KernelFile.Remove(PathOf(name) + NewSuffix);
        Before?.Invoke("remove the older", name);
        KernelFile.Remove(PathOf(name, 1 - newest));
        Before?.Invoke("remove the newest", name);
        KernelFile.Remove(PathOf(name, newest));
        lock (_gate)
        {
            _slots.Remove(name);
        }
    }

    private byte[]? ReadBest(string name, string[] paths, Action<string> fault)
    {
        byte[]? best = null;
        Slots slots = new();
        foreach (string path in paths)
        {
            try
            {
                (long generation, byte[] record) = RecordEnvelope.Open(ReadFile(path));
                if (best is null || generation > slots.Generation)
                {
                    best = record;
                    (slots.Generation, slots.Newest) = (generation, SlotOf(path));
                }
            }
            catch (FormatException wrong)
            {
                fault($"{path} {wrong.Message}");
            }
            catch (IOException wrong)
            {
                fault($"{path} cannot be read: {Reason.Of(wrong)}");
            }
        }

        // Written over by its next change only when that is on the disk, as every other.
        slots.Durable = slots.Newest;
        lock (_gate)
        {
            _slots[name] = slots;
            _generation = Math.Max(_generation, slots.Generation);
        }

        return best;
    }

    private static byte[] ReadFile(string path)
        => new FileInfo(path).Length is var length and > MostBytes ? throw new FormatException($"has {length} bytes; a record has at most {MostBytes}") : KernelFile.ReadBytes(path);

    private static void TryRemove(string path)
    {
        try
        {
            KernelFile.Remove(path);
        }
        catch (SyscallException)
        {
            // It is written over by the next one.
        }
    }

    private static int SlotOf(string path) => Path.GetExtension(path) switch
    {
        ".0" => 0,
        ".1" => 1,
        _ => None,
    };

    private string PathOf(string name) => Path.Join(_directory, name);

    private string PathOf(string name, int slot) => string.Create(CultureInfo.InvariantCulture, $"{PathOf(name)}.{slot}");

    private sealed class Slots
    {
        internal long Generation { get; set; }

        internal int Newest { get; set; } = None;

        internal int Durable { get; set; } = None;
    }
}
