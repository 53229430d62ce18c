using Helios.Contracts;

namespace Helios.Fleets;

/// <summary>The fields of what supervises a container, one table a block of the fleet file: key, type, range, default and meaning once.</summary>
/// <remarks>Blocks of alternatives (readiness, a probe's kind, hooks, schedule, dependencies) have their reader beside these.</remarks>
public static class SupervisionFields
{
    /// <summary>Keys that a container has at its own level.</summary>
    public static FieldTable<MemberSpec> Member { get; } = new(
        new MemberSpec { Container = ContainerFields.Table.Defaults, Key = "" },
        FieldRows.Text<MemberSpec>("backend", "what isolates it", static m => m.Backend, static (m, v) => m with { Backend = v }, FieldType.OneOf([.. BackendNames.All])) with
        {
            Unset = "the daemon's default",
            Rule = static m => m.Backend is null || BackendNames.All.Contains(m.Backend) ? [] : [$"'{m.Backend}' is not a backend: write {string.Join(", ", BackendNames.All)}"],
        },
        FieldRows.Text<MemberSpec>("group", "the group it is a member of", static m => m.Group, static (m, v) => m with { Group = v ?? GroupSpec.RootName }),
        FieldRows.Flag<MemberSpec>(
            "autostart", "it starts with the fleet; otherwise only by command or schedule", true, static m => m.AutoStart, static (m, v) => m with { AutoStart = v }) with { IsLive = true },
        FieldRows.Flag<MemberSpec>(
            "essential", "its end for good takes the group down", false, static m => m.Essential, static (m, v) => m with { Essential = v }) with { IsLive = true },
        FieldRows.Flag<MemberSpec>(
            "remove-after-exit", "it is removed when it has ended for good", false, static m => m.RemoveAfterExit, static (m, v) => m with { RemoveAfterExit = v }) with { IsLive = true },
        FieldRows.Duration<MemberSpec>(
            "watchdog", "it must send WATCHDOG=1 at least this often", static m => m.Watchdog, static (m, v) => m with { Watchdog = v }, zero: false) with { Unset = "never" },
        FieldRows.Number<MemberSpec>(
            "history", "how many of its last runs are remembered", new FieldRange(1, 10_000), static m => m.History, static (m, v) => m with { History = v ?? 20 }) with { IsLive = true });

    /// <summary>The block <c>restart</c>.</summary>
    public static FieldTable<RestartSpec> Restart { get; } = new(
        RestartSpec.Default,
        FieldRows.ParsedValue<RestartSpec, RestartPolicy>(
            "policy", new FieldType("no, on-failure, on-failure:N, always or unless-stopped", FieldShape.Text), "when it is started again",
            static r => r.Policy, static (r, v) => r with { Policy = v ?? RestartPolicy.OnFailure }, RestartPolicy.Parse) with { IsLive = true },
        FieldRows.Duration<RestartSpec>("delay", "wait before the first restart", static r => r.Delay, static (r, v) => r with { Delay = v ?? RestartSpec.Default.Delay }) with
        {
            IsLive = true,
            Rule = static r => r.Delay > r.MaxDelay ? [$"{DurationText.Of(r.Delay)} is longer than max-delay, {DurationText.Of(r.MaxDelay)}"] : [],
        },
        FieldRows.Decimal<RestartSpec>("factor", "what the wait is multiplied by after each failure", 2, 1, 100, static r => r.Factor, static (r, v) => r with { Factor = v }) with { IsLive = true },
        FieldRows.Duration<RestartSpec>("max-delay", "longest wait", static r => r.MaxDelay, static (r, v) => r with { MaxDelay = v ?? RestartSpec.Default.MaxDelay }) with { IsLive = true },
        FieldRows.Decimal<RestartSpec>("jitter", "part of the wait that is random", 0.2, 0, 1, static r => r.Jitter, static (r, v) => r with { Jitter = v }) with { IsLive = true },
        FieldRows.Duration<RestartSpec>(
            "reset-after", "a good run this long sets the wait back to delay", static r => r.ResetAfter, static (r, v) => r with { ResetAfter = v ?? RestartSpec.Default.ResetAfter }) with { IsLive = true });

    /// <summary>The block <c>health</c>, without the probe itself.</summary>
    public static FieldTable<HealthSpec> Health { get; } = new(
        new HealthSpec(new ProbeSpec.Tcp(1)),
        FieldRows.Duration<HealthSpec>("interval", "time between two checks", static h => h.Interval, static (h, v) => h with { Interval = v ?? h.Interval }, zero: false) with { IsLive = true },
        FieldRows.Duration<HealthSpec>("timeout", "how long a check may take", static h => h.Timeout, static (h, v) => h with { Timeout = v ?? h.Timeout }, zero: false) with { IsLive = true },
        FieldRows.Number<HealthSpec>(
            "retries", "failures in a row that make it unhealthy", new FieldRange(1, 1000), static h => h.Retries, static (h, v) => h with { Retries = v ?? h.Retries }) with { IsLive = true },
        FieldRows.Duration<HealthSpec>(
            "start-period", "failures before this age do not count; a success ends it", static h => h.StartPeriod, static (h, v) => h with { StartPeriod = v ?? TimeSpan.Zero }) with { IsLive = true },
        FieldRows.Choice<HealthSpec, UnhealthyAction>(
            "on-unhealthy", "what follows", UnhealthyAction.Report, static h => h.OnUnhealthy, static (h, v) => h with { OnUnhealthy = v },
            ("report", UnhealthyAction.Report), ("restart", UnhealthyAction.Restart), ("stop", UnhealthyAction.Stop)) with { IsLive = true });

    /// <summary>The block <c>logs</c>, without its files.</summary>
    public static FieldTable<LogSpec> Logs { get; } = new(
        LogSpec.Default,
        FieldRows.Size<LogSpec>(
            "ring", "size of the ring in memory", new FieldRange(4096, 1L << 30, "bytes"), static l => l.Ring, static (l, v) => l with { Ring = v ?? LogSpec.Default.Ring }),
        Policy("stdout", "what happens to standard output when the ring is full", static l => l.Output, static (l, v) => l with { Output = v }),
        Policy("stderr", "what happens to standard error when the ring is full", static l => l.Error, static (l, v) => l with { Error = v }));

    /// <summary>The block <c>logs.file</c>.</summary>
    public static FieldTable<LogFileSpec> LogFile { get; } = new(
        new LogFileSpec(""),
        FieldRows.Text<LogFileSpec>("directory", "absolute directory of the files", static f => f.Directory, static (f, v) => f with { Directory = v ?? "" }, FieldType.Path) with
        {
            IsLive = true,
            Rule = static f => f.Directory switch { "" => ["is missing"], ['/', ..] => [], string other => [$"'{other}' is not an absolute path"] },
        },
        FieldRows.Size<LogFileSpec>(
            "max-size", "a file this large is closed and a new one begun", new FieldRange(4096, long.MaxValue, "bytes"), static f => f.MaxSize, static (f, v) => f with { MaxSize = v ?? f.MaxSize }) with
        {
            IsLive = true,
            Rule = static f => f.Total.Bytes < f.MaxSize.Bytes ? [$"{f.MaxSize} is more than total, {f.Total}"] : [],
        },
        FieldRows.Duration<LogFileSpec>(
            "max-age", "a file this old is closed and a new one begun", static f => f.MaxAge, static (f, v) => f with { MaxAge = v }, zero: false) with { Unset = "never", IsLive = true },
        FieldRows.Size<LogFileSpec>(
            "total", "what all files of the container may hold together", null, static f => f.Total, static (f, v) => f with { Total = v ?? f.Total }) with { IsLive = true });

    /// <summary>A group.</summary>
    public static FieldTable<GroupSpec> Group { get; } = new(
        new GroupSpec(""),
        FieldRows.Text<GroupSpec>("parent", "the group it is a member of", static g => g.Parent, static (g, v) => g with { Parent = v ?? GroupSpec.RootName }) with { IsLive = true },
        FieldRows.Choice<GroupSpec, GroupStrategy>(
            "strategy", "who is restarted when a member is", GroupStrategy.OneForOne, static g => g.Strategy, static (g, v) => g with { Strategy = v },
            ("one-for-one", GroupStrategy.OneForOne), ("all-for-one", GroupStrategy.AllForOne), ("rest-for-one", GroupStrategy.RestForOne)) with { IsLive = true },
        FieldRows.Choice<GroupSpec, GiveUpAction>(
            "on-give-up", "what giving up means", GiveUpAction.Stay, static g => g.OnGiveUp, static (g, v) => g with { OnGiveUp = v },
            ("stay", GiveUpAction.Stay), ("stop", GiveUpAction.Stop), ("escalate", GiveUpAction.Escalate)) with { IsLive = true });

    private static Field<LogSpec> Policy(string key, string doc, Func<LogSpec, LogPolicy> get, Func<LogSpec, LogPolicy, LogSpec> set)
        => FieldRows.Choice(key, doc, LogPolicy.DropOldest, get, set, ("drop-oldest", LogPolicy.DropOldest), ("block", LogPolicy.Block), ("spill", LogPolicy.Spill)) with
        {
            IsLive = true,
            Rule = l => l.File is null && get(l) == LogPolicy.Spill ? ["the policy spill needs a file block"] : [],
        };
}
