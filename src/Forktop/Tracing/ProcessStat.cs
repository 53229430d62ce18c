using System.Buffers.Text;
using System.Globalization;
using Helios.Linux;

namespace Helios.Forktop;

/// <summary>The fields of /proc/PID/stat that are needed to place a process, and to tell one program of it from the next: each exec makes another stack. See proc_pid_stat(5).</summary>
internal readonly record struct ProcessStat(int ParentPid, int Session, char State, uint Flags, int Threads, long StartTicks, long CpuTicks, long ResidentPages, ulong StackStart, string Name)
{
    private const uint Exiting = 0x4;

    /// <summary>Whether its first thread is ending or has ended: its memory, files and namespaces cannot be read any more.</summary>
    internal bool IsEnding => (Flags & Exiting) != 0;

    /// <summary>Whether all of it has ended. A first thread that ends before others leaves a process that runs on.</summary>
    internal bool HasEnded => State is 'Z' or 'X' && Threads <= 1;

    /// <summary>Reads it; false when the process has gone.</summary>
    internal static bool TryRead(int pid, out ProcessStat stat)
    {
        Span<byte> buffer = stackalloc byte[1024];
        int length = ProcessFile.Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"), buffer);
        stat = default;
        return length > 0 && TryParse(buffer[..length], out stat);
    }

    /// <summary>Parses the line <c>4021 (a name) S 1 ...</c>.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> line, out ProcessStat stat)
    {
        stat = default;
        int open = line.IndexOf((byte)'(');
        int close = line.LastIndexOf((byte)')');
        if (open < 0 || close < open || close + 3 > line.Length)
        {
            return false;
        }

        string name = System.Text.Encoding.UTF8.GetString(line[(open + 1)..close]);
        ReadOnlySpan<byte> rest = line[(close + 2)..];
        char state = (char)rest[0];
        Span<ulong> fields = stackalloc ulong[25];
        int count = 0;
        rest = rest[1..];
        while (count < fields.Length && !rest.IsEmpty)
        {
            rest = rest[1..];
            if (!Utf8Parser.TryParse(rest, out ulong value, out int used))
            {
                // A negative one: none of those that are wanted.
                used = rest.IndexOf((byte)' ');
                used = used < 0 ? rest.Length : used;
            }

            fields[count++] = value;
            rest = rest[used..];
        }

        if (count < fields.Length)
        {
            return false;
        }

        stat = new ProcessStat(
            (int)fields[0], (int)fields[2], state, (uint)fields[5], (int)fields[16], (long)fields[18], (long)(fields[10] + fields[11]), (long)fields[20], fields[24], name);
        return true;
    }

    /// <summary>The process of a thread and that one's parent; false when the thread has gone.</summary>
    internal static bool TryReadThread(int thread, out int process, out int parent)
    {
        byte[] buffer = new byte[4096];
        int length = ProcessFile.Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{thread}/status"), buffer);
        process = Field(buffer.AsSpan(0, Math.Max(0, length)), "\nTgid:\t"u8);
        parent = Field(buffer.AsSpan(0, Math.Max(0, length)), "\nPPid:\t"u8);
        return process > 0;

        static int Field(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
        {
            int at = text.IndexOf(name);
            return at >= 0 && Utf8Parser.TryParse(text[(at + name.Length)..], out int value, out _) ? value : 0;
        }
    }

    /// <summary>The threads of a process.</summary>
    internal static int[] ThreadsOf(int pid) => Numbers(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/task"));

    /// <summary>All processes.</summary>
    internal static int[] All(string proc = "/proc") => Numbers(proc);

    /// <summary>The children of a process. See proc_pid_task_children(5); without that file, by looking at all processes.</summary>
    internal static IEnumerable<int> ChildrenOf(int pid)
    {
        List<int> children = [];
        foreach (int thread in ThreadsOf(pid))
        {
            if (!KernelFile.TryRead(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/task/{thread}/children"), out string text))
            {
                return All().Where(other => TryRead(other, out ProcessStat stat) && stat.ParentPid == pid).ToArray();
            }

            foreach (string number in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                children.Add(int.Parse(number, CultureInfo.InvariantCulture));
            }
        }

        return children;
    }

    private static int[] Numbers(string folder)
    {
        try
        {
            return
            [
                .. Directory.EnumerateDirectories(folder).Select(static path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) ? pid : 0)
                    .Where(static pid => pid > 0).Order(),
            ];
        }
        catch (IOException)
        {
            return [];
        }
        catch (UnauthorizedAccessException)
        {
            return [];
        }
    }
}
