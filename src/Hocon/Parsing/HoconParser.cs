namespace Helios.Hocon;

/// <summary>
/// Parses and resolves HOCON. All members throw <see cref="HoconException"/> with every fault that was found, and nothing else for
/// what stands in a text.
/// </summary>
public static class HoconParser
{
    /// <summary>Parses a text in memory.</summary>
    /// <param name="text">HOCON or JSON.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="name">What origins and faults call the text.</param>
    /// <exception cref="HoconException">The text is no HOCON or a substitution cannot be resolved.</exception>
    public static HoconDocument Parse(string text, HoconOptions? options = null, string name = "text")
    {
        ArgumentNullException.ThrowIfNull(text);
        options ??= HoconOptions.Default;
        HoconSource source = new(name, text);
        if (text.Length > options.Limits.MaxInputBytes)
        {
            throw new HoconException(new HoconOrigin(source, 0), $"the text is longer than {options.Limits.MaxInputBytes} characters; that is the limit");
        }

        return Parse(new ParseSession(options), source, options.BaseDirectory);
    }

    /// <summary>Parses UTF-8 bytes.</summary>
    /// <exception cref="HoconException">The bytes are not UTF-8, the text is no HOCON or a substitution cannot be resolved.</exception>
    public static HoconDocument Parse(ReadOnlySpan<byte> utf8, HoconOptions? options = null, string name = "text")
    {
        options ??= HoconOptions.Default;
        if (utf8.Length > options.Limits.MaxInputBytes)
        {
            throw new HoconException(HoconOrigin.Described(name), $"the text is larger than {options.Limits.MaxInputBytes} bytes; that is the limit");
        }

        return SourceReader.TryDecode(utf8, out string text, out string? fault)
            ? Parse(text, options, name)
            : throw new HoconException(HoconOrigin.Described(name), fault);
    }

    /// <summary>Parses a file and what it includes.</summary>
    /// <param name="path">The file; origins show the path as it is given here.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="HoconException">The file cannot be read, is no HOCON, or a substitution cannot be resolved.</exception>
    public static HoconDocument ParseFile(string path, HoconOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= HoconOptions.Default;
        string full = Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            throw new HoconException(HoconOrigin.Described(path), "the file does not exist");
        }

        if (!SourceReader.TryReadFile(full, options.Limits, out string text, out string? fault))
        {
            throw new HoconException(HoconOrigin.Described(path), fault);
        }

        ParseSession session = new(options);
        session.AddFile(full);
        session.OpenFiles.Add(full);
        return Parse(session, new HoconSource(path, text), Path.GetDirectoryName(full));
    }

    private static HoconDocument Parse(ParseSession session, HoconSource source, string? directory)
    {
        HoconValue root = new TextParser(session, source, directory, [], [], 0).ParseDocument();
        session.Faults.ThrowIfAny();
        HoconValue resolved = new Resolver(session.Options, session.Faults, root).Resolve();
        session.Faults.ThrowIfAny();
        return new HoconDocument(resolved, session.Files);
    }
}
