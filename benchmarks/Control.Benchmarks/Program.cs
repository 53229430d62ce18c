using System.Diagnostics;
using System.Globalization;
using Helios.Backends.Namespaces;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Control.Benchmarks;

/// <summary>The questions: what does the daemon add to a start and to an exec, how fast is ps, what does a container cost at rest, and does ps answer in a storm?</summary>
/// <remarks>Needs root. <c>--containers N</c> (200) sets the size of the fleet at rest; the control plane's own figures use 1,000 simulated ones.</remarks>
internal static class Program
{
    private const int Simulated = 1000;
    private const int Rounds = 30;

    private static readonly Launcher s_launcher = new();

    private static int Main(string[] args)
    {
        if (args is ["hello"])
        {
            Console.WriteLine("hello");
            return 0;
        }

        int containers = args is ["--containers", string count] ? int.Parse(count, CultureInfo.InvariantCulture) : 200;
        Console.WriteLine("| question | median | against | ratio or difference |");
        Console.WriteLine("| --- | ---: | ---: | ---: |");
        ListOfThousand();
        if (Environment.IsPrivilegedProcess)
        {
            Starts();
            Execs();
            AtRest(containers);
            Storm(containers);
        }

        s_launcher.Dispose();
        return 0;
    }

    private static void ListOfThousand()
    {
        using BenchDaemon daemon = new("--backend", "simulated");
        using ControlClient client = daemon.Connect();
        for (int i = 0; i < Simulated; i++)
        {
            client.Ask<Reply.Container>(new Request.Run { Spec = Spec($"c{i}", "sleep", "1000") });
        }

        double request = Median(() => client.Ask<Reply.Containers>(new Request.List()));
        double ps = Median(() => Wait(BenchDaemon.Beside("helios"), "ps", "--socket", daemon.Socket));
        double hello = Median(() => Wait(Environment.ProcessPath!, "hello"));
        Console.WriteLine($"| list of {Simulated}, request to reply | {Text(request)} | | |");
        Console.WriteLine($"| `helios ps` of {Simulated} against .NET hello world | {Text(ps)} | {Text(hello)} | {ps / hello:0.00}x |");
    }

    private static void Starts()
    {
        using BenchDaemon daemon = new();
        using ControlClient client = daemon.Connect();
        using NamespacesBackend backend = new();
        int number = 0;
        IContainer? last = null;
        double within = Median(() => last = Start(backend, $"bench-in-{number++}"), () => last!.DisposeAsync().AsTask().GetAwaiter().GetResult());
        double through = Median(
            () => client.Ask<Reply.Container>(new Request.Run { Spec = Spec($"bench-out-{number}", "/bin/sleep", "1000") }),
            () => client.Ask<Reply>(new Request.Change($"bench-out-{number++}", ChangeVerb.Remove) { Force = true }));
        Console.WriteLine($"| start through the daemon, message to exec, against in-process | {Text(through)} | {Text(within)} | +{through - within:0.00} ms |");
    }

    private static void Execs()
    {
        using BenchDaemon daemon = new();
        using ControlClient client = daemon.Connect();
        int pid = client.Ask<Reply.Container>(new Request.Run { Spec = Spec("bench-exec", "/bin/sleep", "1000") }).Line.ProcessId ?? 0;
        using FileFd nothing = FileFd.Open("/dev/null", OpenFlags.O_RDWR);
        double exec = Median(() =>
        {
            string session = client.Ask<Reply.Session>(new Request.Exec("bench-exec") { Command = ["/bin/true"] }, null, nothing, nothing, nothing).Name;
            client.Ask<Reply.Ended>(new Request.WaitSession("bench-exec", session));
        });
        double nsenter = Median(() => Wait("/usr/bin/nsenter", "-t", $"{pid}", "-a", "/bin/true"));
        Console.WriteLine($"| exec of true through the daemon against nsenter | {Text(exec)} | {Text(nsenter)} | {exec / nsenter:0.00}x |");
    }

    private static void AtRest(int containers)
    {
        using BenchDaemon daemon = new();
        using ControlClient client = daemon.Connect();
        client.Ask<Reply.Container>(new Request.Run { Spec = Spec("bench-first", "/bin/sleep", "1000") });
        long before = daemon.ResidentBytes();
        for (int i = 0; i < containers; i++)
        {
            client.Ask<Reply.Container>(new Request.Run { Spec = Spec($"bench-{i}", "/bin/sleep", "1000") });
        }

        long each = (daemon.ResidentBytes() - before) / containers;
        TimeSpan cpu = daemon.CpuTime;
        Stopwatch watch = Stopwatch.StartNew();
        Thread.Sleep(TimeSpan.FromSeconds(5));
        double share = (daemon.CpuTime - cpu) / watch.Elapsed * 100;
        Console.WriteLine($"| daemon's memory for each of {containers} at rest | {new ByteSize(each)} | 64 KiB | |");
        Console.WriteLine($"| daemon's processor use with {containers} at rest | {share:0.00}% | 1% | |");
    }

    private static void Storm(int containers)
    {
        using BenchDaemon daemon = new();
        using ControlClient client = daemon.Connect();
        for (int i = 0; i < containers; i++)
        {
            client.Ask<Reply.Container>(new Request.Run { Spec = Spec($"bench-{i}", "/bin/sleep", "1000"), Restart = "always" });
        }

        foreach (ContainerLine line in client.Ask<Reply.Containers>(new Request.List()).Lines)
        {
            using PidFd process = PidFd.Open(line.ProcessId!.Value);
            process.TrySignal(9);
        }

        double worst = 0;
        Stopwatch storm = Stopwatch.StartNew();
        int running;
        do
        {
            Stopwatch watch = Stopwatch.StartNew();
            running = client.Ask<Reply.Containers>(new Request.List(All: true)).Lines.Count(static line => line.State == "running" && line.Restarts > 0);
            worst = Math.Max(worst, watch.Elapsed.TotalMilliseconds);
        }
        while (running < containers && storm.Elapsed < TimeSpan.FromSeconds(60));
        Console.WriteLine($"| slowest list while {containers} restart ({running} back after {storm.Elapsed.TotalSeconds:0.0} s) | {Text(worst)} | 200 ms | |");
    }

    private static IContainer Start(NamespacesBackend backend, string name)
    {
        IContainer container = backend.PrepareAsync(Spec(name, "/bin/sleep", "1000"), ContainerIo.Nothing, CancellationToken.None).GetAwaiter().GetResult();
        container.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
        return container;
    }

    private static ContainerSpec Spec(string name, params string[] command) => new() { Id = ContainerId.Parse(name), Command = [.. command] };

    private static void Wait(string program, params string[] arguments)
    {
        using SpawnScript script = new();
        script.ResetSignals();
        using FileFd nothing = FileFd.Open("/dev/null", OpenFlags.O_RDWR);
        script.PassDescriptors((nothing, 1), (nothing, 2));
        script.Call(program, Sys.execve, script.Text(program), script.TextArray([program, .. arguments]), script.TextArray([$"PATH={Environment.GetEnvironmentVariable("PATH")}", $"DOTNET_ROOT={Environment.GetEnvironmentVariable("DOTNET_ROOT")}"]));
        using SpawnedProcess process = s_launcher.Launch(script, new SpawnRequest());
        process.Wait();
    }

    /// <summary>The median of some rounds in milliseconds, the first few not counted.</summary>
    private static double Median(Action round, Action? after = null)
    {
        List<double> times = [];
        for (int i = 0; i < Rounds + 5; i++)
        {
            long start = Stopwatch.GetTimestamp();
            round();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            after?.Invoke();
        }

        return times.Skip(5).Order().ElementAt(Rounds / 2);
    }

    private static string Text(double milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.00} ms");
}
