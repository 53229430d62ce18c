using System.Diagnostics;
using System.Globalization;
using Helios.Launch.Benchmarks;
using Helios.Linux;

// The question: does launching from managed code cost more than the same system calls from C?
// Usage: Helios.Launch.Benchmarks [launches a round, default 100] [rounds, default 5]
int count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100;
int rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5;
if (!Environment.IsPrivilegedProcess)
{
    Console.Error.WriteLine("needs root: it makes namespaces");
    return 1;
}

using Yardstick yardstick = new();
using Launcher launcher = new();
Console.WriteLine($"microseconds, median of {rounds} x {count} launches; rounds of C and Helios alternate");
Console.WriteLine($"{"namespaces",-28}{"",-12}{"C",10}{"Helios",10}{"ratio",8}");
foreach (bool network in new[] { false, true })
{
    Samples native = new();
    Samples managed = new();
    Samples held = new();
    MeasureManaged(network, 20, hold: false, new Samples());
    MeasureManaged(network, 20, hold: true, new Samples());
    for (int round = 0; round < rounds; round++)
    {
        yardstick.Measure(network, count, native);
        MeasureManaged(network, count, hold: false, managed);
        MeasureManaged(network, count, hold: true, held);
    }

    string name = network ? "pid mnt uts ipc net" : "pid mnt uts ipc";
    Print(name, "exec", native.ToExec, managed.ToExec);
    Print(name, "reaped", native.ToReaped, managed.ToReaped);
    Print(name + ", held", "exec", native.ToExec, held.ToExec);
    Print(name + ", held", "reaped", native.ToReaped, held.ToReaped);
}

return 0;

void MeasureManaged(bool network, int launches, bool hold, Samples samples)
{
    using SpawnScript script = LaunchScript.Build(yardstick.Root, yardstick.Program, hold);
    SpawnRequest request = new()
    {
        Flags = CloneFlags.NewPid | CloneFlags.NewMount | CloneFlags.NewUts | CloneFlags.NewIpc | (network ? CloneFlags.NewNetwork : CloneFlags.None),
    };
    Action<HeldProcess>? prepare = hold ? static _ => { } : null;
    for (int i = 0; i < launches; i++)
    {
        long start = Stopwatch.GetTimestamp();
        using SpawnedProcess process = launcher.Launch(script, request, prepare);
        long exec = Stopwatch.GetTimestamp();
        WaitStatus status = process.Wait();
        samples.Add(Stopwatch.GetElapsedTime(start, exec), Stopwatch.GetElapsedTime(start));
        if (status.Code != 0)
        {
            throw new InvalidOperationException($"the payload ended with {status}");
        }
    }
}

static void Print(string name, string until, List<double> native, List<double> managed)
{
    double c = Samples.Median(native);
    double helios = Samples.Median(managed);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-28}{"to " + until,-12}{c,10:F0}{helios,10:F0}{helios / c,8:F2}"));
}
