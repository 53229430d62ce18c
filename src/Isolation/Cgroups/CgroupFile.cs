using System.Globalization;
using Helios.Linux;

namespace Helios.Isolation.Cgroups;

/// <summary>The files of a control group directory. A failed write names the data and the file.</summary>
public static class CgroupFile
{
    /// <summary>Writes a text; a refusal names file and text.</summary>
    public static void Write(string directory, string file, string data) => KernelFile.Write(Path.Combine(directory, file), data);

    /// <summary>Writes a number; a refusal names file and number.</summary>
    public static void Write(string directory, string file, long number) => Write(directory, file, number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Reads a file of one number; null when there is none, or it says <c>max</c>.</summary>
    public static long? Number(string directory, string file)
        => KernelFile.TryRead(Path.Combine(directory, file), out string text) && long.TryParse(text.AsSpan().Trim(), CultureInfo.InvariantCulture, out long number)
            ? number
            : null;

    /// <summary>Reads one field of a file of <c>key value</c> lines; null when there is no such file or key.</summary>
    public static long? Field(string directory, string file, string key)
    {
        if (!KernelFile.TryRead(Path.Combine(directory, file), out string text))
        {
            return null;
        }

        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(key) && line.Length > key.Length && line[key.Length] == ' '
                && long.TryParse(line[(key.Length + 1)..], CultureInfo.InvariantCulture, out long number))
            {
                return number;
            }
        }

        return null;
    }

    /// <summary>Makes a directory; false when it was there already.</summary>
    internal static bool MakeDirectory(string path) => KernelFile.TryMakeDirectory(path);

    /// <summary>Removes a control group that is empty; false while something is still in it.</summary>
    internal static bool TryRemove(string path) => KernelFile.TryRemoveDirectory(path);
}
