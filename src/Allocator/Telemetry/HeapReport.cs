using System.Globalization;

namespace Helios.Allocator;

/// <summary>A snapshot as text: totals, the slot sizes, and on request every region in address order.</summary>
public static class HeapReport
{
    /// <summary>Writes the report.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="snapshot">What to show.</param>
    /// <param name="withRegions">Also lists every region, one a line.</param>
    public static void Write(TextWriter output, HeapSnapshot snapshot, bool withRegions = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(snapshot);
        string kind = snapshot.SharedName is { } name ? $"shared (memfd {name})" : "private";
        output.WriteLine($"heap       {kind}{(snapshot.IsChecked ? ", checked" : "")}, cap {ByteText.Of(snapshot.CapBytes)}");
        output.WriteLine($"committed  {Bytes(snapshot.CommittedBytes)}");
        output.WriteLine($"active     {Bytes(snapshot.ActiveBytes)}");
        output.WriteLine($"free       {Bytes(snapshot.FreeBytes)}, {ByteText.Of(snapshot.FreeBlockBytes)} of it in blocks, the longest {ByteText.Of(snapshot.LargestFreeBytes)}");
        output.WriteLine($"overhead   {Bytes(snapshot.OverheadBytes)}");
        output.WriteLine($"returned   {Bytes(snapshot.ReturnedBytes)} to the kernel so far");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fragmented {snapshot.ExternalFragmentation * 100:0.0} % (1 - longest free / all free block bytes)"));
        output.WriteLine();
        output.WriteLine("  slot     used    total  slabs  pages   use");
        foreach (SlabClassUsage usage in snapshot.Classes)
        {
            double share = usage.TotalSlots == 0 ? 0 : 100.0 * usage.UsedSlots / usage.TotalSlots;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{usage.SlotBytes,6} {usage.UsedSlots,8} {usage.TotalSlots,8} {usage.Slabs,6} {usage.Pages,6} {share,5:0} %"));
        }

        output.WriteLine();
        output.WriteLine("  blocks   count      bytes");
        foreach (HeapRegionKind region in Enum.GetValues<HeapRegionKind>())
        {
            List<HeapRegion> regions = [.. snapshot.Regions.Where(r => r.Kind == region)];
#pragma warning disable CA1308 // Lower case is what is printed, not what is compared.
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {region.ToString().ToLowerInvariant(),-6} {regions.Count,7} {ByteText.Of(regions.Sum(r => r.Bytes)),10}"));
#pragma warning restore CA1308
        }

        if (withRegions)
        {
            output.WriteLine();
            WriteRegions(output, snapshot);
        }
    }

    private static void WriteRegions(TextWriter output, HeapSnapshot snapshot)
    {
        foreach (HeapRegion region in snapshot.Regions)
        {
            string what = region.Kind switch
            {
                HeapRegionKind.Slab => $"slab of {region.SlotBytes}, {region.UsedSlots} of {region.TotalSlots} used",
                HeapRegionKind.Block => "ALLOC",
                HeapRegionKind.Cached => "FREE (kept by a thread)",
                HeapRegionKind.Large => "ALLOC (mapping of its own)",
                _ => "FREE",
            };
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  0x{region.Offset:x10} {region.Bytes,12} {what}"));
        }
    }

    private static string Bytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes,12} ({ByteText.Of(bytes)})");
}
