using System.Buffers;
using Helios.Allocator;
using Helios.Contracts;
using Helios.Fleets;
using MessagePack;

namespace Helios.Supervisor;

/// <summary>Which containers somebody stopped: what <c>unless-stopped</c> remembers over a restart of the daemon.</summary>
/// <param name="path">The file; null remembers nothing beyond this process.</param>
/// <param name="work">Runs what waits for the disk.</param>
/// <param name="buffers">Where the file's bytes are on their way.</param>
internal sealed class StopMarks(string? path, Func<Action, Task> work, MemoryPool<byte> buffers)
{
    private readonly HashSet<ContainerId> _stopped = Load(path, buffers);

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
            _ = work(() => Save(file, marks, buffers));
        }
    }

    private static HashSet<ContainerId> Load(string? path, MemoryPool<byte> buffers)
    {
        HashSet<ContainerId> stopped = [];
        try
        {
            if (path is not null && File.Exists(path))
            {
                using FileBytes bytes = FileBytes.Read(path, buffers);
                MessagePackReader reader = new(bytes.Memory);
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
    private static void Save(string path, ContainerId[] marks, MemoryPool<byte> buffers)
    {
        using SlabBufferWriter bytes = new(buffers);
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
            using (FileStream file = new(path + ".new", FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                foreach (ReadOnlyMemory<byte> segment in bytes.WrittenSequence)
                {
                    file.Write(segment.Span);
                }
            }

            File.Move(path + ".new", path, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The next change tries again; supervision goes on.
        }
    }
}
