using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Helios.Allocator;
using Helios.Contracts;
using Helios.Control;
using Helios.Linux;

namespace Helios.Cli;

/// <summary><c>helios mem</c>: the heap under the daemon's buffers; with <c>--demo</c> a tour through a heap of its own.</summary>
internal sealed class MemVerb : DaemonVerb
{
    // A map in a pipe: as wide as pages and mails are.
    private const int PlainWidth = 72;
    private const int ReportMapLines = 2;
    private const int MostMapLines = 16;
    private const int PageBytes = 4096;

    private readonly CliOption _format = new("--format", ValueKind.Word, "text (default), json, or map, which is the bar map alone")
    {
        Words = ["text", "json", "map"],
        Section = "Output",
    };

    private readonly CliOption _regions = new("--regions", ValueKind.Switch, "Also list every block and slab in address order") { Section = "Output" };
    private readonly CliOption _watch = new("--watch", ValueKind.Switch, "Print again and again", "-w");
    private readonly CliOption _interval = IntervalOption.Of(1);
    private readonly CliOption _demo = new("--demo", ValueKind.Switch, "Show how the heap works on one made for it; needs no daemon");

    internal MemVerb()
        : base("mem", "Shows the heap under the daemon's buffers: slot sizes, blocks, fragmentation, a map")
        => AddWithSocket(_watch, _interval, _demo, _format, _regions);

    /// <inheritdoc/>
    internal override string Usage => "[options]";

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples =>
    [
        new("helios mem", "once, with a map in colours if this is a terminal"),
        new("helios mem --format json", "for programs"),
        new("helios mem --watch --format map", "as it changes"),
        new("helios mem --demo", "a guided tour"),
    ];

    /// <inheritdoc/>
    protected override int Run(DaemonSession daemon, OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        NoArguments(rest);
        string format = options.Word(_format) ?? "text";
        if (options.IsOn(_demo))
        {
            if (options.Has(_format) || options.IsOn(_watch) || options.IsOn(_regions))
            {
                throw new CliException("--demo is a story in text: it goes with no other option of this verb");
            }

            HeapTour.Run(console.RawOutput, HostTerminal.ShowsColours());
            return 0;
        }

        bool watches = options.IsOn(_watch);
        TimeSpan interval = IntervalOption.Read(options, _interval) ?? TimeSpan.FromSeconds(1);
        using EventFd never = EventFd.Create();
        while (true)
        {
            string json = daemon.Ask<Reply.Document>(new Request.GetHeap()).Json;
            if (watches && HostTerminal.IsOutput())
            {
                console.RawOutput.Write("\e[H\e[2J\e[3J");
            }

            Write(console.RawOutput, json, format, options.IsOn(_regions));
            if (!watches)
            {
                return 0;
            }

            console.Flush();
            Poll.WaitReadable(never, interval);
        }
    }

    private static void Write(TextWriter output, string json, string format, bool withRegions)
    {
        if (format == "json")
        {
            output.Write(json + "\n");
            return;
        }

        HeapSnapshot heap = Parse(json);
        if (format == "text")
        {
            HeapReport.Write(output, heap, withRegions);
            output.Write("\n");
        }

        bool isTerminal = HostTerminal.IsOutput();
        TerminalSize size = HostTerminal.Size();
        int width = isTerminal ? Math.Max((int)size.Columns, HeapBarMap.LeastWidth) : PlainWidth;
        int lines = format == "text" ? ReportMapLines : MapLines(heap, width, isTerminal ? size.Rows : MostMapLines);
        foreach (string line in HeapBarMap.Render(heap, width, lines, HostTerminal.ShowsColours()))
        {
            output.Write(line + "\n");
        }
    }

    /// <summary>Enough for a page a cell, as far as the screen goes; the legend needs some of it.</summary>
    internal static int MapLines(HeapSnapshot heap, int width, int rows)
    {
        const int Legend = 4;
        return (int)Math.Clamp(heap.CommittedBytes / ((long)PageBytes * width), 1, Math.Max(1, Math.Min(MostMapLines, rows - Legend)));
    }

    private static HeapSnapshot Parse(string json)
    {
        try
        {
            return HeapSnapshotJson.Read(Encoding.UTF8.GetBytes(json));
        }
        catch (Exception foreign) when (foreign is JsonException or FormatException or InvalidOperationException)
        {
            throw new CliException($"the daemon describes its heap in another way than this program knows; --format json prints what it says");
        }
    }
}
