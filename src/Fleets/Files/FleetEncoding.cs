using System.Buffers;
using System.Text;
using Helios.Hocon;
using Helios.Linux;

namespace Helios.Fleets;

/// <summary>Fleet files as bytes: three formats for the same values.</summary>
public static class FleetEncoding
{
    /// <summary>The format that a file's name tells; null when it tells none.</summary>
    public static FleetFormat? FormatOf(string path)
        => Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".hocon" or ".conf" => FleetFormat.Hocon,
            ".json" => FleetFormat.Json,
            ".msgpack" or ".mpk" => FleetFormat.MessagePack,
            _ => null,
        };

    /// <summary>Reads a file from disk, with what it includes. A name that tells no format leaves it to the content.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">The format; null leaves it to the name and the content.</param>
    /// <param name="buffers">Where a MessagePack file is kept while it is read; null is the runtime's shared pool.</param>
    /// <exception cref="FleetFileException">It cannot be read, or is not of that format.</exception>
    public static HoconObject ReadFile(string path, FleetFormat? format = null, MemoryPool<byte>? buffers = null)
    {
        try
        {
            format ??= FormatOf(path) ?? (IsMessagePack(FirstByte(path)) ? FleetFormat.MessagePack : FleetFormat.Hocon);
            return format == FleetFormat.MessagePack ? MessagePackFleet.ReadFile(path, buffers ?? MemoryPool<byte>.Shared) : HoconParser.ParseFile(path).Root;
        }
        catch (HoconException fault)
        {
            throw new FleetFileException(fault.Faults);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new FleetFileException([new HoconFault(HoconOrigin.Described(path), Reason.Of(fault, path))]);
        }
    }

    /// <summary>Reads bytes that come from no file; what they include is looked for in a directory.</summary>
    /// <param name="bytes">The whole text.</param>
    /// <param name="name">What faults call it.</param>
    /// <param name="format">The format; null leaves it to the content.</param>
    /// <param name="directory">Where included files lie.</param>
    /// <exception cref="FleetFileException">They are not of that format.</exception>
    public static HoconObject Read(ReadOnlyMemory<byte> bytes, string name, FleetFormat? format, string directory)
    {
        try
        {
            format ??= bytes.Length > 0 && IsMessagePack(bytes.Span[0]) ? FleetFormat.MessagePack : FleetFormat.Hocon;
            return format == FleetFormat.MessagePack
                ? MessagePackFleet.Read(bytes, name)
                : HoconParser.Parse(bytes.Span, HoconOptions.Default with { BaseDirectory = directory }, name).Root;
        }
        catch (HoconException fault)
        {
            throw new FleetFileException(fault.Faults);
        }
    }

    /// <summary>Writes values. Reading them gives the same values again; comments, includes and substitutions are gone.</summary>
    /// <exception cref="FleetFileException">The format cannot hold one of the values.</exception>
    public static byte[] Write(HoconObject root, FleetFormat format)
        => format switch
        {
            FleetFormat.MessagePack => MessagePackFleet.Write(root),
            FleetFormat.Json => Encoding.UTF8.GetBytes(HoconJsonWriter.Write(root) + "\n"),
            _ => Encoding.UTF8.GetBytes(HoconWriter.Write(root)),
        };

    // The first byte of a MessagePack map or list; none of them begins a text in UTF-8.
    private static bool IsMessagePack(byte? first) => first is (>= 0x80 and <= 0x9F) or (>= 0xDC and <= 0xDF);

    private static byte? FirstByte(string path)
    {
        using FileStream file = File.OpenRead(path);
        return file.ReadByte() is >= 0 and int first ? (byte)first : null;
    }
}
