using System.Buffers.Text;
using System.Globalization;
using Helios.Linux;

namespace Helios.Forktop;

/// <summary>The fields of /proc/PID/stat that are needed to place a process. See proc_pid_stat(5).</summary>
internal readonly record struct ProcessStat(int ParentPid, char State, int Threads, long StartTicks, long CpuTicks, long ResidentPages, string Name)
{
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
        Span<long> fields = stackalloc long[23];
        int count = 0;
        rest = rest[1..];
        while (count < fields.Length && !rest.IsEmpty)
        {
            rest = rest[1..];
            if (!Utf8Parser.TryParse(rest, out long value, out int used))
            {
                // An unsigned one above the range of long: none of those that are wanted.
                used = rest.IndexOf((byte)' ');
                used = used < 0 ? rest.Length : used;
            }

            fields[count++] = value;
            rest = rest[used..];
        }

        if (count < 21)
        {
            return false;
        }

        stat = new ProcessStat((int)fields[0], state, (int)fields[16], fields[18], fields[10] + fields[11], fields[20], name);
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
