using System.Collections.Immutable;
using System.Globalization;
using Helios.Contracts;
using Helios.Control;
using Helios.Linux;

namespace Helios.Cli;

/// <summary><c>helios stats</c>: what containers use.</summary>
internal sealed class StatsVerb : DaemonVerb
{
    private static readonly string[] s_columns = ["NAME", "CPU", "CPU TIME", "MEMORY", "LIMIT", "PEAK", "TASKS", "OOM KILLS", "READ", "WRITTEN"];

    private readonly CliOption _noStream = new("--no-stream", ValueKind.Switch, "Print once");
    private readonly CliOption _interval = IntervalOption.Of(1);
    private readonly CliOption _format = RowWriter.FormatOption();

    internal StatsVerb()
        : base("stats", "Shows what containers use of processors, memory and disks")
        => AddWithSocket(_noStream, _interval, _format);

    /// <inheritdoc/>
    internal override string Usage => "[options] [NAME...]";

    /// <inheritdoc/>
    internal override LiveNames Live => LiveNames.Containers;

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples =>
    [
        new("helios stats", "all that run, every second"),
        new("helios stats --no-stream --format json web-1", "one reading"),
    ];

    /// <inheritdoc/>
    protected override int Run(DaemonSession daemon, OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        TimeSpan interval = IntervalOption.Read(options, _interval) ?? TimeSpan.FromSeconds(1);
        RowWriter writer = new(options.Last(_format), quiet: false);
        bool once = options.IsOn(_noStream);
        using EventFd never = EventFd.Create();
        ImmutableArray<FiguresLine> before = Read();
        while (true)
        {
            // Processor use is a difference: it takes two readings.
            Poll.WaitReadable(never, interval);
            ImmutableArray<FiguresLine> now = Read();
            console.RawOutput.Write(once ? "" : "\e[H\e[2J\e[3J");
            writer.Write(console.Output, s_columns, [.. now.Select(line => Of(line, before.FirstOrDefault(earlier => earlier.Name == line.Name)))]);
            console.Flush();
            if (once)
            {
                return 0;
            }

            before = now;
        }

        ImmutableArray<FiguresLine> Read() => daemon.Ask<Reply.Figures>(new Request.GetFigures(rest)).Lines;
    }

    /// <summary>Share of one processor in percent between two readings; null when it is not known.</summary>
    internal static double? CpuPercent(FiguresLine now, FiguresLine? before)
        => now.CpuTime is { } used && before?.CpuTime is { } earlier && now.Taken > before.Taken
            ? Math.Max(0, (used - earlier) / (now.Taken - before.Taken) * 100)
            : null;

    /// <summary>A size for people; a dash when it is not known.</summary>
    internal static string Size(long? bytes) => bytes is { } known ? new ByteSize(known).ToString() : "-";

    private static Row Of(FiguresLine line, FiguresLine? before)
    {
        double? percent = CpuPercent(line, before);
        return new Row(
            [
                line.Name,
                percent is { } share ? string.Create(CultureInfo.InvariantCulture, $"{share:0.0}%") : "-",
                line.CpuTime is { } used ? string.Create(CultureInfo.InvariantCulture, $"{used.TotalSeconds:0.00}s") : "-",
                Size(line.Memory), Size(line.MemoryLimit), Size(line.MemoryPeak), Number(line.Tasks), Number(line.OomKills), Size(line.DiskRead), Size(line.DiskWritten),
            ],
            [
                new("name", line.Name), new("taken", line.Taken), new("cpu-percent", percent), new("cpu-seconds", line.CpuTime?.TotalSeconds),
                new("memory", line.Memory), new("memory-limit", line.MemoryLimit), new("memory-peak", line.MemoryPeak), new("tasks", line.Tasks),
                new("oom-kills", line.OomKills), new("disk-read", line.DiskRead), new("disk-written", line.DiskWritten),
            ]);
    }

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
