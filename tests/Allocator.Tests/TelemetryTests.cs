using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Helios.Allocator.Tests;

public sealed partial class TelemetryTests
{
    [Theory]
    [InlineData(11, false)]
    [InlineData(12, true)]
    public void Every_byte_is_accounted_for_after_every_operation(int seed, bool caches)
    {
        using SlabAllocator heap = new(new SlabAllocatorOptions { ThreadCaches = caches, CapBytes = 1 << 30 });
        HeapModel model = new(heap, seed);
        for (int i = 0; i < 1500 * Math.Min(SlabAllocatorPropertyTests.Scale, 10); i++)
        {
            model.Step(maxBytes: 400_000);
            HeapSnapshot snapshot = heap.Snapshot();
            Assert.Equal(model.ActiveBytes, snapshot.ActiveBytes);
            Assert.Equal(snapshot.CommittedBytes, snapshot.ActiveBytes + snapshot.FreeBytes + snapshot.OverheadBytes);

            // The same from the parts: regions in address order without holes, slabs and classes that agree with them.
            long free = snapshot.Regions.Where(r => r.Kind is HeapRegionKind.Free or HeapRegionKind.Cached).Sum(r => r.Bytes);
            long freeSlots = snapshot.Classes.Sum(c => (long)(c.TotalSlots - c.UsedSlots) * c.SlotBytes);
            Assert.Equal(snapshot.FreeBytes, free + freeSlots);
            Assert.Equal(snapshot.FreeBlockBytes, snapshot.Regions.Where(r => r.Kind == HeapRegionKind.Free).Sum(r => r.Bytes));
            Assert.Equal(snapshot.LargestFreeBytes, snapshot.Regions.Where(r => r.Kind == HeapRegionKind.Free).Select(r => r.Bytes).DefaultIfEmpty().Max());
            long next = -1;
            foreach (HeapRegion region in snapshot.Regions.Where(r => r.Kind != HeapRegionKind.Large))
            {
                Assert.True(next == -1 || next == region.Offset);
                next = region.Offset + region.Bytes;
            }
        }

        model.FreeAll();
        Assert.Equal(0, heap.Snapshot().ActiveBytes);
    }

    [Fact]
    public void One_block_of_2048_bytes_leaves_exactly_the_rest_free()
    {
        // The seed counted 3952 free bytes here where 1952 were true (H-A21).
        using SlabAllocator heap = new(new SlabAllocatorOptions { ThreadCaches = false });
        heap.Allocate(2048);
        HeapSnapshot snapshot = heap.Snapshot();
        Assert.Equal(2048, snapshot.ActiveBytes);
        Assert.Equal(snapshot.CommittedBytes - 2048 - snapshot.OverheadBytes, snapshot.FreeBytes);
        Assert.Equal(snapshot.FreeBytes, snapshot.LargestFreeBytes);
        Assert.Equal(0, snapshot.ExternalFragmentation);
    }

    [Fact]
    public void Fragmentation_is_the_share_outside_the_longest_free_block()
    {
        using SlabAllocator heap = new(new SlabAllocatorOptions { CapBytes = 1 << 20 });
        nint first = heap.Allocate(100_000);
        heap.Allocate(100_000);
        heap.Free(first);
        HeapSnapshot snapshot = heap.Snapshot();
        Assert.Equal(1 - ((double)snapshot.LargestFreeBytes / snapshot.FreeBlockBytes), snapshot.ExternalFragmentation);
        Assert.InRange(snapshot.ExternalFragmentation, 0.05, 0.2);
    }

    [Fact]
    public void Json_holds_the_whole_snapshot()
    {
        using SlabAllocator heap = Sample();
        HeapSnapshot snapshot = heap.Snapshot();
        HeapSnapshot back = HeapSnapshotJson.Read(Encoding.UTF8.GetBytes(HeapSnapshotJson.ToText(snapshot)));
        Assert.Equal(snapshot with { Classes = default, Regions = default }, back with { Classes = default, Regions = default });
        Assert.Equal(snapshot.Classes.AsEnumerable(), back.Classes);
        Assert.Equal(snapshot.Regions.AsEnumerable(), back.Regions);
    }

    [Fact]
    public void Json_that_is_no_snapshot_is_refused_with_what_is_missing()
    {
        Assert.Equal("a heap snapshot has no 'sharedName'", Assert.Throws<FormatException>(() => HeapSnapshotJson.Read("{}"u8.ToArray())).Message);
        Assert.ThrowsAny<JsonException>(() => HeapSnapshotJson.Read("{"u8.ToArray()));
    }

    [Fact]
    public void The_report_names_every_class_and_kind()
    {
        using SlabAllocator heap = Sample();
        StringWriter output = new();
        HeapReport.Write(output, heap.Snapshot(), withRegions: true);
        string text = output.ToString();
        Assert.Contains("heap       private, cap 1 GiB", text, StringComparison.Ordinal);
        Assert.Contains("    32       20     2048      1     16     1 %", text, StringComparison.Ordinal);
        Assert.Contains("  large        1", text, StringComparison.Ordinal);
        Assert.Contains("slab of 32, 20 of 2048 used", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_bar_map_has_the_width_asked_for_and_every_kind_in_it(bool colour)
    {
        using SlabAllocator heap = Sample();
        IReadOnlyList<string> lines = HeapBarMap.Render(heap.Snapshot(), width: 60, lines: 3, colour);
        Assert.All(lines, static line => Assert.InRange(Escape().Replace(line, "").Length, 1, 60));
        Assert.Equal(colour, lines[0].Contains('\u001b', StringComparison.Ordinal));
        string cells = string.Concat(lines.Take(3));
        if (!colour)
        {
            Assert.Equal(180, cells.Length);
        }

        Assert.Contains('█', cells);
        Assert.Contains('▒', cells);
        Assert.Contains('·', cells);
        Assert.StartsWith("and 1 large mapping of 1 MiB", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_legend_names_every_kind_however_narrow_the_map_is()
    {
        using SlabAllocator heap = Sample();
        string legend = string.Join(' ', HeapBarMap.Render(heap.Snapshot(), HeapBarMap.LeastWidth, lines: 1, colour: false).Skip(1));
        Assert.Contains("█ block, ▓ slab, half full or more, ▒ slab, emptier, ░ kept by a thread, · free", legend, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_heap_has_an_empty_map()
    {
        using SlabAllocator heap = new();
        Assert.Equal(["(empty)"], HeapBarMap.Render(heap.Snapshot(), 40, 2, colour: false));
    }

    [Fact]
    public void The_tour_tells_its_story_to_the_end()
    {
        StringWriter output = new();
        HeapTour.Run(output, colour: false);
        string text = output.ToString();
        for (int step = 1; step <= 7; step++)
        {
            Assert.Contains($"{step}. ", text, StringComparison.Ordinal);
        }

        Assert.Contains("is freed already", text, StringComparison.Ordinal);
        Assert.Contains("us with malloc", text, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\u001b\[\d+m")]
    private static partial Regex Escape();

    private static SlabAllocator Sample()
    {
        SlabAllocator heap = new();
        for (int i = 0; i < 20; i++)
        {
            heap.Allocate(32);
        }

        heap.Allocate(100_000);
        heap.Allocate(1 << 20);
        return heap;
    }
}
