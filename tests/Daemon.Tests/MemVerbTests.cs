using System.Text;
using Helios.Allocator;

namespace Helios.Daemon.Tests;

/// <summary>The daemon's heap, seen from outside.</summary>
public class MemVerbTests
{
    [Fact]
    public void The_heap_that_is_shown_is_the_one_that_serves_the_frames()
    {
        using LiveDaemon daemon = LiveDaemon.Begin("--backend", "simulated");
        HeapSnapshot before = Heap(daemon);
        Assert.Null(before.SharedName);
        Assert.Equal(before.CommittedBytes, before.ActiveBytes + before.FreeBytes + before.OverheadBytes);

        // A frame of 100 kB grows through buffers of several sizes; all of them come back, and threads keep the smaller ones.
        CommandResult refused = daemon.Helios("inspect", new string('x', 100_000));
        Assert.NotEqual(0, refused.Code);
        HeapSnapshot after = Heap(daemon);
        Assert.True(Touched(after) > Touched(before));
    }

    [Fact]
    public void Text_has_the_report_and_a_map_without_colours_in_a_pipe()
    {
        using LiveDaemon daemon = LiveDaemon.Begin("--backend", "simulated");
        string text = daemon.Helios("mem").Good();
        Assert.StartsWith("heap       private, cap 1 GiB\n", text, StringComparison.Ordinal);
        Assert.Contains("fragmented", text, StringComparison.Ordinal);
        Assert.Contains("one cell is", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
        string map = daemon.Helios("mem", "--format", "map").Good();
        Assert.All(map.Split('\n'), static line => Assert.InRange(line.Length, 0, 72));
        Assert.DoesNotContain("fragmented", map, StringComparison.Ordinal);
        Assert.Contains("0x00", daemon.Helios("mem", "--regions").Good(), StringComparison.Ordinal);
    }

    [Fact]
    public void Watching_prints_again_and_again_until_the_daemon_goes()
    {
        using LiveDaemon daemon = LiveDaemon.Begin("--backend", "simulated");
        using System.Diagnostics.Process watching = daemon.Going("mem", "--watch", "--interval", "0.05");
        for (int seen = 0; seen < 3;)
        {
            string line = watching.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the watch ended by itself");
            seen += line.StartsWith("heap ", StringComparison.Ordinal) ? 1 : 0;
        }

        daemon.Signal(15);
        watching.StandardOutput.ReadToEnd();
        Assert.True(watching.WaitForExit(TimeSpan.FromSeconds(30)));
        Assert.Equal(125, watching.ExitCode);
    }

    [Fact]
    public void The_tour_needs_no_daemon()
    {
        using LiveDaemon place = LiveDaemon.NotYet();
        string story = place.Helios("mem", "--demo").Good();
        Assert.StartsWith("1. An empty heap.", story, StringComparison.Ordinal);
        Assert.Contains("is freed already", story, StringComparison.Ordinal);
        Assert.False(File.Exists(place.Socket));
        Assert.Equal(125, place.Helios("mem", "--demo", "--format", "json").Code);
    }

    [Fact]
    public void Without_a_daemon_it_says_so()
    {
        using LiveDaemon place = LiveDaemon.NotYet();
        CommandResult result = place.Helios("mem");
        Assert.Equal(125, result.Code);
        Assert.Contains("no daemon listens", result.Error, StringComparison.Ordinal);
    }

    private static long Touched(HeapSnapshot heap) => heap.Regions.Where(static region => region.Kind != HeapRegionKind.Free).Sum(static region => region.Bytes);

    private static HeapSnapshot Heap(LiveDaemon daemon) => HeapSnapshotJson.Read(Encoding.UTF8.GetBytes(daemon.Helios("mem", "--format", "json").Good()));
}
