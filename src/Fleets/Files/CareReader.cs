using System.Collections.Immutable;
using Helios.Hocon;

namespace Helios.Fleets;

/// <summary>Reads how a container is looked after: restart, dependencies, readiness, health, hooks, schedule, logs.</summary>
internal static class CareReader
{
    private static readonly TimeSpan s_probeInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_hookTimeout = TimeSpan.FromSeconds(60);

    internal static RestartSpec Restart(Section section)
    {
        RestartSpec defaults = RestartSpec.Default;
        if (section.Value("restart") is not HoconObject)
        {
            return section.ParsedValue("restart", RestartPolicy.Parse) is { } policy ? defaults with { Policy = policy } : defaults;
        }

        Section block = section.Sub("restart")!;
        RestartSpec restart = FieldReader.ReadChecked(block, SupervisionFields.Restart, defaults) with { Intensity = Intensity(block) };
        block.RefuseTheRest();
        return restart;
    }

    internal static Intensity? Intensity(Section section)
    {
        if (section.Sub("intensity") is not { } block)
        {
            return null;
        }

        int? restarts = block.Number("restarts", 1, 1_000_000);
        TimeSpan? window = block.Duration("window", zero: false);
        if (!block.Has("restarts") || !block.Has("window"))
        {
            block.Fault("", null, "needs both restarts and window");
        }

        block.RefuseTheRest();
        return restarts is { } count && window is { } span ? new Intensity(count, span) : null;
    }

    /// <summary>The dependencies by the names the file uses; the fleet reader turns them into containers.</summary>
    internal static ImmutableArray<(string Name, HoconOrigin Origin, DependencySpec Spec)> Dependencies(Section section)
    {
        ImmutableArray<(string, HoconOrigin, DependencySpec)>.Builder found = ImmutableArray.CreateBuilder<(string, HoconOrigin, DependencySpec)>();
        foreach ((string key, bool required) in new[] { ("requires", true), ("after", false) })
        {
            HoconValue? value = section.Value(key);
            if (value is HoconObject)
            {
                Section block = section.Sub(key)!;
                foreach (HoconField field in block.Fields)
                {
                    found.Add((field.Key, field.KeyOrigin, Dependency(block, field, required)));
                }
            }
            else if (value is not null && section.Texts(key) is { } names)
            {
                found.AddRange(names.Select(name => (name, value.Origin, new DependencySpec(default, DependencyCondition.Started, required, DependencyLoss.Ignore))));
            }
        }

        return found.DrainToImmutable();
    }

    internal static ReadinessSpec Readiness(Section section)
    {
        if (section.Value("readiness") is not HoconObject)
        {
            return section.Choice("readiness", ("started", 0), ("notify", 1), ("newline", 2)) switch
            {
                1 => new ReadinessSpec.Notify(),
                2 => new ReadinessSpec.NewlineOnFd(),
                _ => new ReadinessSpec.Started(TimeSpan.Zero),
            };
        }

        Section block = section.Sub("readiness")!;
        TimeSpan interval = block.Duration("interval", zero: false) ?? s_probeInterval;
        ReadinessSpec? readiness = null;
        int kinds = 0;
        if (block.Duration("started") is { } time)
        {
            Take(new ReadinessSpec.Started(time));
        }

        if (block.Flag("notify", false))
        {
            Take(new ReadinessSpec.Notify());
        }

        if (block.Flag("newline", false))
        {
            Take(new ReadinessSpec.NewlineOnFd());
        }

        if (block.Number("tcp", 1, 65535) is { } port)
        {
            Take(new ReadinessSpec.TcpPort(port, interval));
        }

        if (Program(block, "command") is { } words)
        {
            Take(new ReadinessSpec.Command(words, interval));
        }

        TimeSpan? timeout = block.Duration("timeout", zero: false);
        if (kinds > 1)
        {
            block.Fault("", null, "use one of started, notify, newline, tcp and command");
        }

        block.RefuseTheRest();
        return (readiness ?? new ReadinessSpec.Started(TimeSpan.Zero)) with { Timeout = timeout };

        void Take(ReadinessSpec one)
        {
            readiness = one;
            kinds++;
        }
    }

    internal static HealthSpec? Health(Section section)
    {
        if (section.Sub("health") is not { } block)
        {
            return null;
        }

        ProbeSpec? probe = Probe(block);
        HealthSpec health = FieldReader.ReadChecked(block, SupervisionFields.Health, SupervisionFields.Health.Defaults with { Probe = probe ?? new ProbeSpec.Tcp(1) });
        block.RefuseTheRest();
        return probe is null ? null : health;
    }

    internal static HooksSpec Hooks(Section section)
    {
        if (section.Sub("hooks") is not { } block)
        {
            return HooksSpec.None;
        }

        HooksSpec hooks = new()
        {
            PreStart = Hook(block, "pre-start"),
            PostStart = Hook(block, "post-start"),
            PreStop = Hook(block, "pre-stop"),
            PostStop = Hook(block, "post-stop"),
        };
        block.RefuseTheRest();
        return hooks;
    }

    internal static ScheduleSpec? Schedule(Section section)
    {
        if (section.Value("schedule") is not HoconObject)
        {
            return section.Parsed("schedule", CronExpression.Parse) is { } only ? new ScheduleSpec(only, OverlapPolicy.Skip) : null;
        }

        Section block = section.Sub("schedule")!;
        CronExpression? when = block.Parsed("cron", CronExpression.Parse);
        OverlapPolicy overlap = block.Choice("overlap", ("skip", OverlapPolicy.Skip), ("queue", OverlapPolicy.Queue), ("replace", OverlapPolicy.Replace)) ?? OverlapPolicy.Skip;
        if (!block.Has("cron"))
        {
            block.Fault("cron", null, "is missing");
        }

        block.RefuseTheRest();
        return when is null ? null : new ScheduleSpec(when, overlap);
    }

    internal static LogSpec Logs(Section section)
    {
        LogSpec defaults = LogSpec.Default;
        if (section.Sub("logs") is not { } block)
        {
            return defaults;
        }

        LogSpec logs = FieldReader.ReadChecked(block, SupervisionFields.Logs, defaults with { File = block.Sub("file") is { } file ? LogFile(file) : null });
        block.RefuseTheRest();
        return logs;
    }

    private static LogFileSpec LogFile(Section block)
    {
        LogFileSpec file = FieldReader.ReadChecked(block, SupervisionFields.LogFile, SupervisionFields.LogFile.Defaults);
        block.RefuseTheRest();
        return file;
    }

    private static ProbeSpec? Probe(Section block)
    {
        List<ProbeSpec> probes = [];
        if (Program(block, "command") is { } words)
        {
            probes.Add(new ProbeSpec.Command(words));
        }

        if (block.Number("tcp", 1, 65535) is { } port)
        {
            probes.Add(new ProbeSpec.Tcp(port));
        }

        if (block.Parsed("http", Http) is { } http)
        {
            probes.Add(http);
        }

        if (probes.Count != 1)
        {
            block.Fault("", null, "needs one of command, tcp and http");
        }

        return probes.FirstOrDefault();
    }

    // ":8080/healthz": there is no host, because it is always the container itself.
    private static ProbeSpec.Http Http(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        string port = (slash < 0 ? text : text[..slash]).TrimStart(':');
        string path = slash < 0 ? "/" : text[slash..];
        return int.TryParse(port, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int number)
            && number is > 0 and <= 65535 && !path.AsSpan().ContainsAny(' ', '\r', '\n')
            ? new ProbeSpec.Http(number, path)
            : throw new FormatException($"'{text}' is not a port with a path: write \":8080/healthz\"");
    }

    private static HookSpec? Hook(Section block, string key)
    {
        if (block.Value(key) is not HoconObject)
        {
            return Program(block, key) is { } words ? new HookSpec(words, s_hookTimeout) : null;
        }

        Section inner = block.Sub(key)!;
        ImmutableArray<string>? command = Program(inner, "command");
        TimeSpan timeout = inner.Duration("timeout", zero: false) ?? s_hookTimeout;
        if (!inner.Has("command"))
        {
            inner.Fault("command", null, "is missing");
        }

        inner.RefuseTheRest();
        return command is { Length: > 0 } found ? new HookSpec(found, timeout) : null;
    }

    // A command that runs something: an empty list is a fault and not a hook that does nothing.
    private static ImmutableArray<string>? Program(Section block, string key)
    {
        ImmutableArray<string>? words = block.Command(key);
        if (words is { Length: 0 } || words is [""])
        {
            block.Fault(key, block.Value(key), "names no program");
            return null;
        }

        return words;
    }

    private static DependencySpec Dependency(Section block, HoconField field, bool required)
    {
        ReadOnlySpan<(string, DependencyCondition)> conditions =
        [
            ("started", DependencyCondition.Started), ("ready", DependencyCondition.Ready),
            ("healthy", DependencyCondition.Healthy), ("completed", DependencyCondition.Completed),
        ];
        DependencyCondition condition = DependencyCondition.Started;
        DependencyLoss loss = DependencyLoss.Ignore;
        if (field.Value is HoconObject)
        {
            Section inner = block.Sub(field.Key)!;
            condition = inner.Choice("condition", conditions) ?? condition;
            loss = inner.Choice("on-loss", ("ignore", DependencyLoss.Ignore), ("restart", DependencyLoss.Restart), ("stop", DependencyLoss.Stop)) ?? loss;
            inner.RefuseTheRest();
        }
        else
        {
            condition = block.Choice(field.Key, conditions) ?? condition;
        }

        return new DependencySpec(default, condition, required, loss);
    }
}
