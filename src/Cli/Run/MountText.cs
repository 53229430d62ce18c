using System.Globalization;
using Helios.Contracts;

namespace Helios.Cli;

/// <summary>Reads the values of <c>--volume</c> and <c>--tmpfs</c>.</summary>
internal static class MountText
{
    private const string VolumeHelp = "write SRC:DST or SRC:DST:ro";

    /// <summary>Reads <c>SRC:DST[:ro|rw]</c>; a relative source starts at <paramref name="workingDirectory"/>.</summary>
    /// <exception cref="FormatException">Not of that shape.</exception>
    internal static MountSpec.Bind Volume(string text, string workingDirectory)
    {
        string[] parts = text.Split(':');
        if (parts.Length is not (2 or 3) || parts[0].Length == 0 || parts[1].Length == 0)
        {
            throw new FormatException($"'{text}' is not a volume: {VolumeHelp}");
        }

        if (parts[0][0] is not ('/' or '.'))
        {
            throw new FormatException($"'{parts[0]}' names a volume, which Helios does not have: write ./{parts[0]} for a file or directory");
        }

        bool readOnly = parts.Length == 3 && parts[2] switch
        {
            "ro" => true,
            "rw" => false,
            string other => throw new FormatException($"'{other}' is not a mode of a volume: use ro or rw"),
        };
        return new MountSpec.Bind { Source = Path.GetFullPath(parts[0], workingDirectory), Target = parts[1], ReadOnly = readOnly };
    }

    /// <summary>Reads <c>DST[:size=SIZE,mode=OCTAL]</c>.</summary>
    /// <exception cref="FormatException">Not of that shape.</exception>
    internal static MountSpec.Tmpfs Tmpfs(string text)
    {
        int split = text.IndexOf(':', StringComparison.Ordinal);
        MountSpec.Tmpfs mount = new() { Target = split < 0 ? text : text[..split] };
        foreach (string option in split < 0 ? [] : text[(split + 1)..].Split(','))
        {
            mount = option.Split('=') switch
            {
                ["size", string size] => mount with { Size = ByteSize.Parse(size) },
                ["mode", string mode] => mount with { Mode = Octal(mode) },
                _ => throw new FormatException($"'{option}' is not an option of a tmpfs: use size=SIZE or mode=OCTAL"),
            };
        }

        return mount;
    }

    private static int Octal(string text)
        => text.Length is > 0 and <= 5 && text.All(static c => c is >= '0' and <= '7') && Convert.ToInt32(text, 8) is var mode and <= 0xFFF
            ? mode
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"'{text}' is not a file mode: write octal digits such as 1777"));
}
