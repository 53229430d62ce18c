using System.Buffers;
using Helios.Contracts;

namespace Helios.Supervisor;

/// <summary>Which containers somebody stopped: what <c>unless-stopped</c> remembers over a restart of the daemon.</summary>
/// <param name="path">The file; null remembers nothing beyond this process.</param>
/// <param name="work">Runs what waits for the disk.</param>
internal sealed class StopMarks(string? path, Func<Action, Task> work)
{
    private readonly HashSet<ContainerId> _stopped = Load(path);

    internal bool IsMarked(ContainerId id) => _stopped.Contains(id);

    internal void Mark(IEnumerable<ContainerId> ids, bool stopped)
    {
        bool changed = false;
        foreach (ContainerId id in ids)
        {
            changed |= stopped ? _stopped.Add(id) : _stopped.Remove(id);
        }

        if (changed && path is { } file)
        {
            ContainerId[] marks = [.. _stopped.Order()];
            _ = work(() => Save(file, marks));
        }
    }

    private static HashSet<ContainerId> Load(string? path)
    {
        HashSet<ContainerId> stopped = [];
        try
        {
            if (path is not null && File.Exists(path))
            {
                MessagePackReader reader = new(File.ReadAllBytes(path));
                for (int count = reader.ReadArrayHeader(); count > 0; count--)
                {
                    if (ContainerId.TryParse(reader.ReadString(), out ContainerId id))
                    {
                        stopped.Add(id);
                    }
                }
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or MessagePackSerializationException)
        {
            // Marks that cannot be read are no marks: to start too much is better than not to start at all.
            stopped.Clear();
        }

        return stopped;
    }

    // Written beside and renamed: a reader meets the old marks or the new ones, never half of them.
    private static void Save(string path, ContainerId[] marks)
    {
        ArrayBufferWriter<byte> bytes = new();
        MessagePackWriter writer = new(bytes);
        writer.WriteArrayHeader(marks.Length);
        foreach (ContainerId id in marks)
        {
            writer.Write(id.ToString());
        }

        writer.Flush();
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path + ".new", bytes.WrittenSpan);
            File.Move(path + ".new", path, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The next change tries again; supervision goes on.
        }
    }
}
