using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Helios.Linux;

namespace Helios.Forktop;

/// <summary>Reads permissions from /proc. For one thread.</summary>
internal sealed class PermissionReader
{
    private readonly byte[] _buffer = new byte[32 * 1024];
    private readonly TextPool _texts;
    private LimitSet _limits = LimitSet.Unknown;
    private string[] _cgroups = [];

    /// <param name="texts">Where strings come from.</param>
    internal PermissionReader(TextPool texts) => _texts = texts;

    /// <summary>Everything; null when the process has gone or is ending.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="ownFilters">How many of its seccomp filters are forktop's.</param>
    internal ProcessPermissions? Read(int pid, int ownFilters)
    {
        if (ReadStatus(pid, ownFilters) is not { } credentials)
        {
            return null;
        }

        string folder = Folder(pid);
        ProcessPermissions read = new()
        {
            Credentials = credentials,
            Namespaces = ReadNamespaces(pid),
            Cgroups = ReadCgroups(pid),
            Limits = ReadLimits(pid),
            Root = ProcessFile.Link(folder + "/root") ?? "?",
            Label = ReadLabel(folder),
        };
        return IsWhole(pid) ? read : null;
    }

    /// <summary>Only what /proc/PID/status holds; null when the process has gone or is ending.</summary>
    internal Credentials? ReadCredentials(int pid, int ownFilters) => ReadStatus(pid, ownFilters) is { } read && IsWhole(pid) ? read : null;

    /// <summary>Only its numbers, from forktop's PID namespace to its own; of one that has ended too, until its parent has waited for it.</summary>
    internal int[] ReadPids(int pid) => ReadStatus(pid, ownFilters: 0)?.Pids ?? [];

    private Credentials? ReadStatus(int pid, int ownFilters)
    {
        int length = ProcessFile.Read(Folder(pid) + "/status", _buffer);
        return length <= 0 ? null : ParseStatus(_buffer.AsSpan(0, length), ownFilters);
    }

    // A process that ends loses its filters, namespaces and root one by one: what was read of it meanwhile would look like a change.
    private static bool IsWhole(int pid) => ProcessStat.TryRead(pid, out ProcessStat stat) && !stat.IsEnding;

    /// <summary>Only the namespaces.</summary>
    internal NamespaceSet ReadNamespaces(int pid)
    {
        string folder = Folder(pid) + "/ns/";
        return new NamespaceSet(
            Inode("user"), Inode("mnt"), Inode("pid"), Inode("net"), Inode("ipc"), Inode("uts"), Inode("cgroup"), Inode("time"));

        ulong Inode(string name) => ProcessFile.NamespaceInode(folder + name);
    }

    /// <summary>Only the cgroups.</summary>
    internal string[] ReadCgroups(int pid)
    {
        int length = ProcessFile.Read(Folder(pid) + "/cgroup", _buffer);
        if (length <= 0)
        {
            return [];
        }

        List<string> lines = [];
        ReadOnlySpan<byte> text = _buffer.AsSpan(0, length);
        foreach (Range range in text.Split((byte)'\n'))
        {
            if (!text[range].IsEmpty)
            {
                lines.Add(_texts.Text(text[range]));
            }
        }

        // Most processes share the one before's.
        if (!lines.SequenceEqual(_cgroups))
        {
            _cgroups = [.. lines];
        }

        return _cgroups;
    }

    /// <summary>Only the resource limits.</summary>
    internal LimitSet ReadLimits(int pid)
    {
        int length = ProcessFile.Read(Folder(pid) + "/limits", _buffer);
        if (length <= 0)
        {
            return LimitSet.Unknown;
        }

        LimitSet read = ParseLimits(Encoding.UTF8.GetString(_buffer, 0, length));
        if (!read.SameAs(_limits))
        {
            _limits = read;
        }

        return _limits;
    }

    /// <summary>Parses /proc/PID/status.</summary>
    internal static Credentials ParseStatus(ReadOnlySpan<byte> text, int ownFilters)
    {
        uint[] users = [0, 0, 0, 0];
        uint[] groupIds = [0, 0, 0, 0];
        uint[] groups = [];
        int[] pids = [];
        ulong inheritable = 0, permitted = 0, effective = 0, bounding = 0, ambient = 0;
        bool noNewPrivileges = false;
        int mode = 0, filters = 0;
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
            text = end < 0 ? [] : text[(end + 1)..];
            int colon = line.IndexOf((byte)':');
            if (colon < 3)
            {
                continue;
            }

            ReadOnlySpan<byte> value = line[(colon + 1)..].Trim("\t "u8);
            switch (line[..colon])
            {
                case var name when name.SequenceEqual("Uid"u8):
                    users = Numbers(value);
                    break;
                case var name when name.SequenceEqual("Gid"u8):
                    groupIds = Numbers(value);
                    break;
                case var name when name.SequenceEqual("Groups"u8):
                    groups = Numbers(value);
                    break;
                case var name when name.SequenceEqual("NSpid"u8):
                    pids = Array.ConvertAll(Numbers(value), static number => (int)number);
                    break;
                case var name when name.SequenceEqual("CapInh"u8):
                    inheritable = Hexadecimal(value);
                    break;
                case var name when name.SequenceEqual("CapPrm"u8):
                    permitted = Hexadecimal(value);
                    break;
                case var name when name.SequenceEqual("CapEff"u8):
                    effective = Hexadecimal(value);
                    break;
                case var name when name.SequenceEqual("CapBnd"u8):
                    bounding = Hexadecimal(value);
                    break;
                case var name when name.SequenceEqual("CapAmb"u8):
                    ambient = Hexadecimal(value);
                    break;
                case var name when name.SequenceEqual("NoNewPrivs"u8):
                    noNewPrivileges = value.SequenceEqual("1"u8);
                    break;
                case var name when name.SequenceEqual("Seccomp"u8):
                    mode = (int)Numbers(value).FirstOrDefault();
                    break;
                case var name when name.SequenceEqual("Seccomp_filters"u8):
                    filters = (int)Numbers(value).FirstOrDefault();
                    break;
            }
        }

        filters = Math.Max(0, filters - ownFilters);
        return new Credentials
        {
            UserIds = users,
            GroupIds = groupIds,
            Groups = groups,
            Inheritable = inheritable,
            Permitted = permitted,
            Effective = effective,
            Bounding = bounding,
            Ambient = ambient,
            NoNewPrivileges = noNewPrivileges,
            SeccompMode = mode == 2 && ownFilters > 0 && filters == 0 ? 0 : mode,
            SeccompFilters = filters,
            Pids = pids,
        };
    }

    /// <summary>Parses /proc/PID/limits: a heading, then names, soft and hard values in columns.</summary>
    internal static LimitSet ParseLimits(string text)
    {
        const int NameWidth = 26;
        const int ValueWidth = 21;
        List<Limit> rows = [];
        foreach (string line in text.Split('\n').Skip(1))
        {
            if (line.Length > NameWidth + ValueWidth)
            {
                rows.Add(new Limit(
                    string.Intern(line[..NameWidth].TrimEnd()), Value(line.AsSpan(NameWidth, ValueWidth)),
                    Value(line.AsSpan(NameWidth + ValueWidth, Math.Min(ValueWidth, line.Length - NameWidth - ValueWidth)))));
            }
        }

        return new LimitSet([.. rows]);

        static ulong Value(ReadOnlySpan<char> column)
            => ulong.TryParse(column.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : ulong.MaxValue;
    }

    private string ReadLabel(string folder)
    {
        int length = ProcessFile.Read(folder + "/attr/current", _buffer);
        return length <= 0 ? "" : _texts.Text(_buffer.AsSpan(0, length).TrimEnd("\0\n "u8));
    }

    private static string Folder(int pid) => string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}");

    private static uint[] Numbers(ReadOnlySpan<byte> text)
    {
        List<uint> numbers = [];
        while (!text.IsEmpty)
        {
            if (Utf8Parser.TryParse(text, out uint number, out int used))
            {
                numbers.Add(number);
                text = text[used..];
            }
            else
            {
                text = text[1..];
            }
        }

        return [.. numbers];
    }

    private static ulong Hexadecimal(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out ulong value, out _, 'x') ? value : 0;
}
