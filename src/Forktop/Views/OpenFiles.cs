using System.Globalization;
using Helios.Linux;

namespace Helios.Forktop;

/// <summary>The open descriptors of a process.</summary>
internal static class OpenFiles
{
    /// <summary>Reads them, in order; none where this user may not.</summary>
    internal static IEnumerable<(int Number, string Text, bool ClosesOnExec)> Of(int pid)
    {
        List<int> numbers = [];
        try
        {
            numbers.AddRange(Directory.EnumerateFileSystemEntries(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/fd"))
                .Select(static path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture)).Order());
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            yield break;
        }

        foreach (int number in numbers)
        {
            string target = ProcessFile.Link(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/fd/{number}")) ?? "?";
            KernelFile.TryRead(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/fdinfo/{number}"), out string info);
            (string position, long flags) = Parse(info);
            yield return (number, $"{target} {Access(flags)}{(position is "0" or "" ? "" : " at " + position)}", (flags & OpenFlags.O_CLOEXEC) != 0);
        }
    }

    /// <summary>Parses the position and the octal flags of /proc/PID/fdinfo/N.</summary>
    internal static (string Position, long Flags) Parse(string info)
    {
        string position = "";
        long flags = 0;
        foreach (string line in info.Split('\n'))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            string value = colon < 0 ? "" : line[(colon + 1)..].Trim();
            if (line.StartsWith("pos:", StringComparison.Ordinal))
            {
                position = value;
            }
            else if (line.StartsWith("flags:", StringComparison.Ordinal))
            {
                foreach (char digit in value)
                {
                    flags = (flags * 8) + (digit - '0');
                }
            }
        }

        return (position, flags);
    }

    private static string Access(long flags)
        => (flags & 3) switch { 0 => "read", 1 => "write", _ => "read write" } + ((flags & OpenFlags.O_CLOEXEC) != 0 ? " cloexec" : "");
}
