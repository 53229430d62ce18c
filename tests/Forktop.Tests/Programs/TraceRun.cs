namespace Helios.Forktop.Tests;

/// <summary>A program run under a source to its end, with what was seen of it.</summary>
internal sealed class TraceRun
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private TraceRun(List<TraceEvent> events, ProcessTree tree, List<string> alarms) => (Events, Tree, Alarms) = (events, tree, alarms);

    internal List<TraceEvent> Events { get; }

    internal ProcessTree Tree { get; }

    internal List<string> Alarms { get; }

    internal ProcessNode Root => Tree.Roots[0];

    /// <summary>Launches a program under ptrace.</summary>
    internal static TraceRun Of(params string[] command) => Of(CallTracing.Seccomp, command);

    /// <inheritdoc cref="Of(string[])"/>
    internal static TraceRun Of(CallTracing calls, params string[] command)
    {
        using PtraceSource source = PtraceSource.Launch(Plan(command), calls, []);
        return Consume(source);
    }

    /// <summary>What to start, with an environment that is the same everywhere.</summary>
    internal static ProgramPlan Plan(params string[] command) => new()
    {
        Command = command,
        WorkingDirectory = Path.GetTempPath(),
        Environment = ["PATH=/usr/bin:/bin", "LANG=C", "FIXTURE=1"],
    };

    /// <summary>Takes everything that a source has, to its end.</summary>
    internal static TraceRun Consume(IEventSource source, Action<TraceEvent>? also = null)
    {
        ProcessTree tree = new() { Host = new PermissionReader(new TextPool()).Read(Environment.ProcessId, 0) };
        List<TraceEvent> events = [];
        List<string> alarms = [];
        List<TraceEvent> batch = [];
        long end = Clock.Now + (long)s_patience.TotalNanoseconds;
        while (source.Events.Take(batch, TimeSpan.FromSeconds(1)))
        {
            foreach (TraceEvent happened in batch)
            {
                events.Add(happened);
                Applied applied = tree.Apply(happened);
                if (applied.Alarm is { } alarm)
                {
                    alarms.Add(alarm);
                }

                also?.Invoke(happened);
            }

            Assert.True(Clock.Now < end, $"the program does not end; last: {events.LastOrDefault()}");
        }

        if (source.Engine is { } engine)
        {
            engine.Ended.GetAwaiter().GetResult();
        }

        return new TraceRun(events, tree, alarms);
    }

    internal IEnumerable<T> All<T>()
        where T : TraceEvent
        => Events.OfType<T>();

    /// <summary>Fails unless every process that was seen has ended, and the first with the given code.</summary>
    internal TraceRun EndsWith(int code)
    {
        Assert.Equal(0, Tree.Alive);
        Assert.Equal(code, Root.Status?.Code);
        Assert.Equal(All<TraceEvent.Started>().Count(), All<TraceEvent.Exited>().Count());
        return this;
    }
}
