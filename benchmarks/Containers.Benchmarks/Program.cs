using System.Diagnostics;
using System.Globalization;
using Helios.Containers.Benchmarks;

// The question: what does one container cost from start to removal, beside the runtimes people use?
// Usage: Helios.Containers.Benchmarks [systemd-run] [rounds, default 20]   (root; peers that are not installed are left out)
bool asUnits = args.Length > 0 && args[0] == SystemdSection.Word;
int rounds = args.Length > (asUnits ? 1 : 0) ? int.Parse(args[^1], CultureInfo.InvariantCulture) : 20;
if (!Environment.IsPrivilegedProcess)
{
    Console.Error.WriteLine("needs root: it makes namespaces and control groups");
    return 1;
}

if (asUnits)
{
    return SystemdSection.Run(rounds);
}

using BusyboxBundle bundle = new();
using HeliosContestant helios = new(bundle);
List<(string Name, Func<TimeSpan> Run)> contestants =
[
    ("helios, in process", () => helios.Run(limits: false)),
    ("helios, in process, memory+cpu+pids limits", () => helios.Run(limits: true)),
    .. PeerContestant.Installed(bundle).Select(static peer => (peer.Name, (Func<TimeSpan>)peer.Run)),
];
Turns turns = new(contestants, rounds);
Console.WriteLine($"one container of busybox true, start to removed, milliseconds, {rounds} in turn");
turns.Print(Console.Out, contestants[0].Name);

const int burst = 200;
long start = Stopwatch.GetTimestamp();
for (int i = 0; i < burst; i++)
{
    helios.Run(limits: true);
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"sequential, with limits and clean-up: {burst / Stopwatch.GetElapsedTime(start).TotalSeconds:F0} containers a second"));
return 0;
