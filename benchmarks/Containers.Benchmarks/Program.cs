using System.Diagnostics;
using System.Globalization;
using Helios.Containers.Benchmarks;

// The question: what does one container cost from start to removal, beside the runtimes people use?
// Usage: Helios.Containers.Benchmarks [rounds, default 20]   (root; peers that are not installed are left out)
int rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20;
if (!Environment.IsPrivilegedProcess)
{
    Console.Error.WriteLine("needs root: it makes namespaces and control groups");
    return 1;
}

using BusyboxBundle bundle = new();
using HeliosContestant helios = new(bundle);
List<(string Name, Func<TimeSpan> Run)> contestants =
[
    ("helios, in process", () => helios.Run(limits: false)),
    ("helios, in process, memory+cpu+pids limits", () => helios.Run(limits: true)),
    .. PeerContestant.Installed(bundle).Select(static peer => (peer.Name, (Func<TimeSpan>)peer.Run)),
];
Dictionary<string, List<double>> samples = contestants.ToDictionary(static contestant => contestant.Name, static _ => new List<double>());
for (int round = -2; round < rounds; round++)
{
    foreach ((string name, Func<TimeSpan> run) in contestants)
    {
        double milliseconds = run().TotalMilliseconds;
        if (round >= 0)
        {
            samples[name].Add(milliseconds);
        }
    }
}

double yardstick = Median(samples[contestants[0].Name]);
Console.WriteLine($"one container of busybox true, start to removed, milliseconds, median of {rounds} in turn");
Console.WriteLine($"{"",-46}{"median",10}{"best",10}{"ratio",10}");
foreach ((string name, _) in contestants)
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-46}{Median(samples[name]),10:F2}{samples[name].Min(),10:F2}{Median(samples[name]) / yardstick,10:F2}"));
}

const int burst = 200;
long start = Stopwatch.GetTimestamp();
for (int i = 0; i < burst; i++)
{
    helios.Run(limits: true);
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"sequential, with limits and clean-up: {burst / Stopwatch.GetElapsedTime(start).TotalSeconds:F0} containers a second"));
return 0;

static double Median(List<double> values)
{
    double[] sorted = [.. values.Order()];
    return sorted[sorted.Length / 2];
}
