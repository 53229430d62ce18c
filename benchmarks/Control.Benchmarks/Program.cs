using System.Diagnostics;
using System.Globalization;
using Helios.Backends.Namespaces;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Control.Benchmarks;

/// <summary>The questions: what does the daemon add to a start and to an exec, how fast is ps, what does a container cost at rest, does ps answer in a storm?</summary>
/// <remarks>
/// Words choose: <c>ps start exec rest storm</c>; without any, all. <c>--containers N</c> (1000) sets the size of the fleets. All but <c>ps</c> need root.
/// The programs are those that the helios script publishes; what is compared with takes turns with it.
/// </remarks>
internal static class Program
{
    private const int Rounds = 100;

    private static readonly Commands s_commands = new();
    private static int s_containers = 1000;

    private static int Main(string[] args)
    {
        if (args is ["hello"])
        {
            Console.WriteLine("hello");
            return 0;
        }

        List<string> words = [.. args];
        if (words.IndexOf("--containers") is >= 0 and int at)
        {
            s_containers = int.Parse(words[at + 1], CultureInfo.InvariantCulture);
            words.RemoveRange(at, 2);
        }

        (string Word, Action Question)[] questions = [("ps", Ps), ("start", Starts), ("exec", Execs), ("rest", AtRest), ("storm", Storm)];
        Console.WriteLine("| question | median | against | ratio or difference | aim |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        foreach ((string word, Action question) in questions)
        {
            if (words.Count == 0 || words.Contains(word))
            {
                question();
            }
        }

        s_commands.Dispose();
        return 0;
    }

    private static void Ps()
    {
        using BenchDaemon daemon = new("--backend", "simulated");
        for (int i = 0; i < s_containers; i++)
        {
            daemon.Run($"c{i}");
        }

        Samples request = new();
        for (int i = 0; i < Rounds; i++)
        {
            request.Time(() => daemon.Client.Ask<Reply.Containers>(new Request.List()));
        }

        (Samples ps, Samples hello) = Samples.InTurn(
            30,
            samples => samples.Time(() => s_commands.Run(Published.Helios, "ps", "--socket", daemon.Socket)),
            samples => samples.Time(() => s_commands.Run(Environment.ProcessPath!, "hello")));
        Row($"list of {s_containers}, request to reply", request.Text, "", "", "");
        Row($"`helios ps` of {s_containers} against .NET hello world", ps.Text, hello.Text, $"{ps.Median / hello.Median:0.00}x", "3x");
    }

    private static void Starts()
    {
        using BenchDaemon daemon = new();
        using NamespacesBackend backend = new();
        int number = 0;
        (Samples through, Samples within) = Samples.InTurn(
            Rounds,
            samples =>
            {
                string name = $"bench-{number++}";
                samples.Time(() => daemon.Run(name));
                daemon.Remove(name);
            },
            samples =>
            {
                NamespacesContainer? container = null;
                samples.Time(() =>
                {
                    container = backend.Prepare(BenchDaemon.Sleeper($"bench-{number++}"), ContainerIo.Nothing);
                    container.Start();
                });
                container!.DisposeAsync().AsTask().GetAwaiter().GetResult();
            });
        Row("start through the daemon, message to exec, against in-process", through.Text, within.Text, $"+{through.Median - within.Median:0.00} ms", "+0.5 ms");
    }

    private static void Execs()
    {
        using BenchDaemon daemon = new();
        int pid = daemon.Run("bench-exec").ProcessId ?? 0;
        using FileFd nothing = FileFd.Open("/dev/null", OpenFlags.O_RDWR);
        (Samples exec, Samples nsenter) = Samples.InTurn(
            Rounds,
            samples => samples.Time(() =>
            {
                string session = daemon.Client.Ask<Reply.Session>(new Request.Exec("bench-exec") { Command = ["/bin/true"] }, null, nothing, nothing, nothing).Name;
                daemon.Client.Ask<Reply.Ended>(new Request.WaitSession("bench-exec", session));
            }),
            samples => samples.Time(() => s_commands.Run("/usr/bin/nsenter", "-t", pid.ToString(CultureInfo.InvariantCulture), "-a", "/bin/true")));
        Row("exec of true through the daemon against nsenter", exec.Text, nsenter.Text, $"{exec.Median / nsenter.Median:0.00}x", "2x");
    }

    private static void AtRest()
    {
        // Longer than the daemon waits before it gives memory back, twice.
        TimeSpan rest = TimeSpan.FromSeconds(15);
        using BenchDaemon daemon = new();
        daemon.Run("bench-first");
        Thread.Sleep(rest);
        (long own, long rings) = (daemon.Kibibytes("RssAnon"), daemon.Kibibytes("RssShmem"));
        for (int i = 0; i < s_containers; i++)
        {
            daemon.Run($"bench-{i}");
        }

        Thread.Sleep(rest);
        Row($"daemon's memory for each of {s_containers} at rest", $"{(daemon.Kibibytes("RssAnon") - own) / (double)s_containers:0.0} KiB", "", $"log ring {(daemon.Kibibytes("RssShmem") - rings) / (double)s_containers:0.0} KiB", "64 KiB");
        TimeSpan cpu = daemon.CpuTime;
        Stopwatch watch = Stopwatch.StartNew();
        Thread.Sleep(rest);
        Row($"daemon's processor use with {s_containers} at rest", $"{(daemon.CpuTime - cpu) / watch.Elapsed * 100:0.00} %", "", "", "1 %");
    }

    private static void Storm()
    {
        using BenchDaemon daemon = new();
        for (int i = 0; i < s_containers; i++)
        {
            daemon.Run($"bench-{i}", restart: "always");
        }

        foreach (ContainerLine line in daemon.Client.Ask<Reply.Containers>(new Request.List()).Lines)
        {
            using PidFd process = PidFd.Open(line.ProcessId!.Value);
            process.TrySignal(9);
        }

        Samples lists = new();
        Stopwatch storm = Stopwatch.StartNew();
        int running = 0;
        do
        {
            // As often as `helios ps --watch` would at its fastest, so that the question is not itself the load.
            Thread.Sleep(10);
            lists.Time(() => running = daemon.Client.Ask<Reply.Containers>(new Request.List(All: true)).Lines.Count(static line => line.State == "running" && line.Restarts > 0));
        }
        while (running < s_containers && storm.Elapsed < TimeSpan.FromSeconds(60));
        Row($"list while {s_containers} restart ({running} back after {storm.Elapsed.TotalSeconds:0.0} s), slowest of {lists.Count}", $"{lists.Worst:0.00} ms", "", $"median {lists.Text}", "200 ms");
    }

    private static void Row(params string[] cells) => Console.WriteLine($"| {string.Join(" | ", cells)} |");
}
