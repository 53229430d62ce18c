using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Helios.Hocon;
using Helios.Hocon.Benchmarks;

// The question: how long does a daemon wait for its fleet file, and what does that leave for the collector? The yardstick in the same
// run is System.Text.Json reading the resolved fleet, which has no substitutions, no origins and no strictness.
const int Containers = 10_000;
const int Rounds = 15;

string hocon = FleetText.Hocon(Containers);
byte[] utf8 = Encoding.UTF8.GetBytes(hocon);
HoconObject resolved = HoconParser.Parse(utf8).Root;
byte[] json = Encoding.UTF8.GetBytes(HoconJsonWriter.Write(resolved));

Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{Containers} containers, {utf8.Length / 1024.0 / 1024:F1} MiB of HOCON, {json.Length / 1024.0 / 1024:F1} MiB as resolved JSON, median of {Rounds}"));
Console.WriteLine("step                                      median      best   median CPU    allocated");
Measure("HOCON: parse and resolve", () => HoconParser.Parse(utf8));
Measure("HOCON: bind", () => FleetSchema.Fleet.BindAt(resolved, "fleet"));
Measure("HOCON: parse, resolve and bind", () => FleetSchema.Fleet.BindAt(HoconParser.Parse(utf8).Root, "fleet"));
Measure("HOCON: parse the resolved JSON", () => HoconParser.Parse(json));
Measure("HOCON: render", () => HoconWriter.Write(resolved));
Measure("System.Text.Json: JsonDocument", () => JsonDocument.Parse(json).Dispose());
Measure("System.Text.Json: JsonNode, walked", () => Walk(System.Text.Json.Nodes.JsonNode.Parse(json)));

static void Measure(string name, Action action)
{
    for (int i = 0; i < 5; i++)
    {
        action();
    }

    // CPU time counts every thread, the collector's too, and stays honest on a machine that others use.
    double[] milliseconds = new double[Rounds];
    double[] busy = new double[Rounds];
    long allocated = 0;
    for (int i = 0; i < Rounds; i++)
    {
        GC.Collect();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        action();
        milliseconds[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        busy[i] = (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    Array.Sort(milliseconds);
    Array.Sort(busy);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-38} {milliseconds[Rounds / 2],7:F1} ms {milliseconds[0],6:F1} ms {busy[Rounds / 2],9:F1} ms {allocated / 1024.0 / 1024,7:F1} MiB"));
}

static int Walk(System.Text.Json.Nodes.JsonNode? node) => node switch
{
    System.Text.Json.Nodes.JsonObject fields => fields.Sum(field => Walk(field.Value)),
    System.Text.Json.Nodes.JsonArray items => items.Sum(Walk),
    _ => 1,
};
