using System.Globalization;
using Helios.Actors.Benchmarks;

// Answers the questions of docs/benchmarks/actors.md, one line each: median, best and worst of some rounds.
// Arguments choose by part of a name: `Helios.Actors.Benchmarks ask spawn`.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["--start-only"])
{
    SystemStart.PrintFirst();
    return;
}

Measurement[] all =
[
    new("tell, 1 producer", "M msg/s", Throughput.TellOneProducer, 9, 22),
    new("tell, 2 producers", "M msg/s", Throughput.TellTwoProducers, 9, 22),
    new("ping-pong, 8 pairs, 1 ball each", "M msg/s", () => Throughput.PingPong(pairs: 8, balls: 1), 10, 18),
    new("ping-pong, 8 pairs, 100 balls each", "M msg/s", () => Throughput.PingPong(pairs: 8, balls: 100), 10, 18),
    new("ask, one after the other", "M/s", AskRoundTrip.OneAfterTheOther, 0.5, 0.9),
    new("ask, 100 at once", "M/s", AskRoundTrip.HundredAtOnce, 0.5, 0.9),
    new("spawn and stop of 100,000", "k/s", Spawning.SpawnAndStop, 57, 71),
    new("spawn of 100,000", "k/s", Spawning.SpawnOnly, 57, 71),
    new("idle actor that never had a message", "bytes", () => Spawning.BytesPerActor(touched: false), 2113, 2113),
    new("idle actor that had one message", "bytes", () => Spawning.BytesPerActor(touched: true), 2113, 2113),
    new("system start, warm", "ms", SystemStart.Warm, 168, 168),
    new("system start, new process, CPU", "ms", SystemStart.NewProcess, 168, 168),
    new("allocation per Tell", "bytes", Throughput.BytesPerTell, double.NaN, double.NaN),
];

Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}; Akka.NET's figures are those of DESIGN section 9");
Console.WriteLine($"{"",-38}{"median",10}{"best",10}{"worst",10}{"per CPU s",12}  {"unit",-9}{"Akka.NET",12}");
foreach (Measurement each in all.Where(each => args.Length == 0 || args.Any(arg => each.Name.Contains(arg, StringComparison.Ordinal))))
{
    each.Run();
}
