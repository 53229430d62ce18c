using System.Runtime.InteropServices;
using Helios.Linux;

namespace Helios.Shell;

/// <summary>The lines that were typed, in this shell and in those before it. Several shells append to one file, each line under a lock.</summary>
/// <remarks>A line with line breaks in it is one entry: they are escaped in the file.</remarks>
internal sealed class History
{
    private const int MostLines = 10_000;
    private const int FileMode = 384; // 0600

    private readonly List<string> _lines = [];
    private readonly string? _path;

    /// <param name="path">The file; null keeps the lines in memory only.</param>
    internal History(string? path)
    {
        _path = path;
        if (path is not null)
        {
            Load(path);
        }
    }

    /// <summary>Oldest first.</summary>
    internal IReadOnlyList<string> Lines => _lines;

    /// <summary>Adds a line. Not one that begins with a blank: that is how a user keeps something out; nor the same again.</summary>
    internal void Add(string line)
    {
        if (line.Length == 0 || line[0] == ' ' || (_lines.Count > 0 && _lines[^1] == line))
        {
            return;
        }

        _lines.Add(line);
        if (_path is not null)
        {
            Append(_path, Escape(line) + "\n");
        }
    }

    /// <summary>Forgets all lines, in the file too.</summary>
    internal void Clear()
    {
        _lines.Clear();
        if (_path is not null)
        {
            Rewrite(_path, []);
        }
    }

    private static string Escape(string line) => line.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Unescape(string line)
    {
        System.Text.StringBuilder text = new();
        for (int i = 0; i < line.Length; i++)
        {
            bool isEscaped = line[i] == '\\' && i + 1 < line.Length;
            i += isEscaped ? 1 : 0;
            text.Append(isEscaped && line[i] == 'n' ? '\n' : line[i]);
        }

        return text.ToString();
    }

    private static FileFd? TryOpen(string path)
    {
        FileFd? file = PathCalls.TryOpen(null, ByteText.EncodeWithNul(path), OpenFlags.O_RDWR | OpenFlags.O_CREAT | OpenFlags.O_APPEND | OpenFlags.O_NOFOLLOW, FileMode, out _);
        if (file is not null)
        {
            AdvisoryLock.Take(file);
        }

        return file;
    }

    private static void Append(string path, string text)
    {
        // Closing it lets go of the lock.
        using FileFd? file = TryOpen(path);
        if (file is not null)
        {
            DescriptorIo.TryWrite(file, ByteText.Encode(text), out _);
        }
    }

    private static void Rewrite(string path, IEnumerable<string> lines)
    {
        using FileFd? file = TryOpen(path);
        if (file is not null)
        {
            AdvisoryLock.Empty(file);
            DescriptorIo.WriteAll(file, ByteText.Encode(string.Concat(lines.Select(static line => Escape(line) + "\n"))));
        }
    }

    private void Load(string path)
    {
        using FileFd? file = TryOpen(path);
        if (file is null)
        {
            return;
        }

        List<byte> bytes = [];
        byte[] buffer = new byte[65536];
        int count;
        while ((count = DescriptorIo.TryRead(file, buffer, out _)) > 0)
        {
            bytes.AddRange(buffer.AsSpan(0, count));
        }

        string[] lines = ByteText.Decode(CollectionsMarshal.AsSpan(bytes)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        _lines.AddRange(lines.TakeLast(MostLines).Select(Unescape));
        if (lines.Length > MostLines * 2)
        {
            AdvisoryLock.Empty(file);
            DescriptorIo.WriteAll(file, ByteText.Encode(string.Concat(_lines.Select(static line => Escape(line) + "\n"))));
        }
    }
}
