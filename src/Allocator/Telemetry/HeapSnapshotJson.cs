using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Helios.Allocator;

/// <summary>A snapshot as JSON, for <c>helios mem --json</c> and for the way from the daemon to the CLI. Written by hand: no reflection, AOT-clean.</summary>
public static class HeapSnapshotJson
{
    /// <summary>Writes the snapshot as one object.</summary>
    public static void Write(Utf8JsonWriter writer, HeapSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(snapshot);
        writer.WriteStartObject();
        writer.WriteString("sharedName"u8, snapshot.SharedName);
        writer.WriteBoolean("checked"u8, snapshot.IsChecked);
        writer.WriteNumber("capBytes"u8, snapshot.CapBytes);
        writer.WriteNumber("committedBytes"u8, snapshot.CommittedBytes);
        writer.WriteNumber("activeBytes"u8, snapshot.ActiveBytes);
        writer.WriteNumber("freeBytes"u8, snapshot.FreeBytes);
        writer.WriteNumber("overheadBytes"u8, snapshot.OverheadBytes);
        writer.WriteNumber("freeBlockBytes"u8, snapshot.FreeBlockBytes);
        writer.WriteNumber("largestFreeBytes"u8, snapshot.LargestFreeBytes);
        writer.WriteNumber("returnedBytes"u8, snapshot.ReturnedBytes);
        writer.WriteNumber("externalFragmentation"u8, Math.Round(snapshot.ExternalFragmentation, 6));
        writer.WriteStartArray("classes"u8);
        foreach (SlabClassUsage usage in snapshot.Classes)
        {
            writer.WriteStartObject();
            writer.WriteNumber("slotBytes"u8, usage.SlotBytes);
            writer.WriteNumber("slabs"u8, usage.Slabs);
            writer.WriteNumber("pages"u8, usage.Pages);
            writer.WriteNumber("totalSlots"u8, usage.TotalSlots);
            writer.WriteNumber("usedSlots"u8, usage.UsedSlots);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("regions"u8);
        foreach (HeapRegion region in snapshot.Regions)
        {
            WriteRegion(writer, region);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>The snapshot as indented text.</summary>
    public static string ToText(HeapSnapshot snapshot)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Indented = true }))
        {
            Write(writer, snapshot);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="FormatException">It is not a snapshot; the message names what is missing.</exception>
    public static HeapSnapshot Read(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        return new HeapSnapshot
        {
            SharedName = Property(root, "sharedName").GetString(),
            IsChecked = Property(root, "checked").GetBoolean(),
            CapBytes = Number(root, "capBytes"),
            CommittedBytes = Number(root, "committedBytes"),
            ActiveBytes = Number(root, "activeBytes"),
            FreeBytes = Number(root, "freeBytes"),
            OverheadBytes = Number(root, "overheadBytes"),
            FreeBlockBytes = Number(root, "freeBlockBytes"),
            LargestFreeBytes = Number(root, "largestFreeBytes"),
            ReturnedBytes = Number(root, "returnedBytes"),
            Classes = [.. Property(root, "classes").EnumerateArray().Select(ReadClass)],
            Regions = [.. Property(root, "regions").EnumerateArray().Select(ReadRegion)],
        };
    }

    private static void WriteRegion(Utf8JsonWriter writer, HeapRegion region)
    {
        writer.WriteStartObject();
        writer.WriteString("kind"u8, NameOf(region.Kind));
        writer.WriteNumber("offset"u8, region.Offset);
        writer.WriteNumber("bytes"u8, region.Bytes);
        if (region.Kind == HeapRegionKind.Slab)
        {
            writer.WriteNumber("slotBytes"u8, region.SlotBytes);
            writer.WriteNumber("usedSlots"u8, region.UsedSlots);
            writer.WriteNumber("totalSlots"u8, region.TotalSlots);
        }

        writer.WriteEndObject();
    }

    private static SlabClassUsage ReadClass(JsonElement element) => new(
        (int)Number(element, "slotBytes"),
        (int)Number(element, "slabs"),
        (int)Number(element, "pages"),
        (int)Number(element, "totalSlots"),
        (int)Number(element, "usedSlots"));

    private static HeapRegion ReadRegion(JsonElement element)
    {
        HeapRegionKind kind = Property(element, "kind").GetString() switch
        {
            "free" => HeapRegionKind.Free,
            "block" => HeapRegionKind.Block,
            "cached" => HeapRegionKind.Cached,
            "slab" => HeapRegionKind.Slab,
            "large" => HeapRegionKind.Large,
            string other => throw new FormatException($"'{other}' is no kind of heap region"),
            null => throw new FormatException("a heap region has no kind"),
        };
        long offset = Number(element, "offset");
        long bytes = Number(element, "bytes");
        return kind == HeapRegionKind.Slab
            ? new HeapRegion(kind, offset, bytes, (int)Number(element, "slotBytes"), (int)Number(element, "usedSlots"), (int)Number(element, "totalSlots"))
            : new HeapRegion(kind, offset, bytes);
    }

    private static string NameOf(HeapRegionKind kind) => kind switch
    {
        HeapRegionKind.Block => "block",
        HeapRegionKind.Cached => "cached",
        HeapRegionKind.Slab => "slab",
        HeapRegionKind.Large => "large",
        _ => "free",
    };

    private static long Number(JsonElement element, string name)
        => Property(element, name).TryGetInt64(out long value) ? value : throw new FormatException($"'{name}' of a heap snapshot is not a whole number");

    private static JsonElement Property(JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value)
            ? value
            : throw new FormatException($"a heap snapshot has no '{name}'");
}
