using System.Diagnostics;
using System.Globalization;

namespace Helios.Actors.Benchmarks;

/// <summary>The question: how long until the first actor has answered?</summary>
internal static class SystemStart
{
    internal static double Warm() => Start();

    /// <summary>The CPU time of the same in a process that has run nothing before: with loading and compiling of code.</summary>
    internal static double NewProcess()
    {
        using Process process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, "--start-only") { RedirectStandardOutput = true })!;
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.Parse(printed.Split(' ')[0], CultureInfo.InvariantCulture);
    }

    /// <summary>Prints the CPU time that it took, all threads together: wall time says little on a loaded machine.</summary>
    internal static void PrintFirst()
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        double wall = Start();
        TimeSpan cpu = Environment.CpuUsage.TotalTime - before;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cpu.TotalMilliseconds} {wall}"));
    }

    private static double Start()
    {
        long start = Stopwatch.GetTimestamp();
        using ActorSystem system = ActorSystem.Create("start", Bench.Quiet);
        using ManualResetEventSlim answered = new();
        system.ActorOf(Props.Create(() => new First(answered)), "first").Tell("hello");
        answered.Wait();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private sealed class First : ReceiveActor
    {
        public First(ManualResetEventSlim answered) => Receive<string>(_ => answered.Set());
    }
}
