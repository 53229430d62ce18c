using System.Globalization;
using Helios.Control;

namespace Helios.Daemon;

/// <summary>What the daemon knows of itself, and the wish to leave.</summary>
internal sealed class DaemonFacts
{
    private readonly TaskCompletionSource<string> _leave = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DateTimeOffset _started;

    internal DaemonFacts(TimeProvider time) => _started = time.GetUtcNow();

    /// <summary>The version of the program.</summary>
    internal static string Version => typeof(DaemonFacts).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>The fleet file in force.</summary>
    internal string? Config { get; set; }

    /// <summary>Connections now.</summary>
    internal Func<int> Connections { get; set; } = static () => 0;

    /// <summary>Ends with the reason when the daemon is to leave; everything has been stopped by then.</summary>
    internal Task<string> Leaving => _leave.Task;

    /// <summary>Says that everything has been stopped and the daemon is to go.</summary>
    internal void RequestLeave(string reason = "asked to") => _leave.TrySetResult(reason);

    internal Reply.Daemon Describe(int containers) => new()
    {
        Version = Version,
        ProcessId = Environment.ProcessId,
        Started = _started,
        Config = Config,
        ContainerCount = containers,
        ResidentBytes = ResidentBytes(),
        HeapBytes = GC.GetTotalMemory(forceFullCollection: false),
        Connections = Connections(),
    };

    /// <summary>The user whose rights this process has.</summary>
    internal static uint UserId()
        => File.ReadLines("/proc/self/status").First(static line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t') is [_, _, string effective, ..]
            ? uint.Parse(effective, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException("/proc/self/status: no line Uid");

    // "size resident shared ..." in pages. See proc_pid_statm(5).
    private static long ResidentBytes()
    {
        string[] fields = File.ReadAllText("/proc/self/statm").Split(' ');
        return long.Parse(fields[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
    }
}
