using System.Collections.Immutable;
using System.Globalization;
using Helios.Contracts;
using Helios.Hocon;
using Helios.Fleets;

namespace Helios.Simulation;

/// <summary>Reads scenario files. Strict: an unknown key is a fault with its line.</summary>
public static class ScenarioFile
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="FleetFileException">It cannot be read or has faults.</exception>
    public static Scenario Load(string path)
    {
        try
        {
            return Read(HoconParser.ParseFile(path).Root, "scenario", Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (HoconException fault)
        {
            throw new FleetFileException(fault.Faults);
        }
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">HOCON.</param>
    /// <param name="name">What faults call it.</param>
    /// <exception cref="FleetFileException">It has faults.</exception>
    public static Scenario Parse(string text, string name = "scenario")
    {
        try
        {
            return Read(HoconParser.Parse(text, name: name).Root, "scenario", folder: "");
        }
        catch (HoconException fault)
        {
            throw new FleetFileException(fault.Faults);
        }
    }

    private static Scenario Read(HoconObject content, string name, string folder)
    {
        ReadingNotes notes = new();
        Section top = new(content, name, notes);
        ImmutableArray<ContainerScenario>.Builder containers = ImmutableArray.CreateBuilder<ContainerScenario>();
        if (top.Sub("containers") is { } block)
        {
            foreach (HoconField field in block.Fields)
            {
                if (block.Sub(field.Key) is { } container)
                {
                    containers.Add(Container(container, new RecordedTimes(folder, field.Key)) with { Pattern = field.Key });
                }
            }
        }

        Scenario scenario = new()
        {
            Start = top.ParsedValue("start", Moment) ?? Scenario.Steady.Start,
            ReusesPids = top.Flag("reuse-pids", false),
            Containers = containers.DrainToImmutable(),
            Host = Faults(top),
        };
        top.RefuseTheRest();
        return notes.Faults.Count == 0 ? scenario : throw new FleetFileException([.. notes.Faults]);
    }

    private static ContainerScenario Container(Section block, RecordedTimes recorded, bool nested = false)
    {
        ContainerScenario scenario = new()
        {
            PrepareTime = block.Parsed("prepare-time", Time),
            StartTime = block.Parsed("start-time", text => Distribution.Parse(text, recorded.StartTimes)),
            FailsToStart = Failure(block.Sub("fails-to-start")),
            Lifetime = block.Parsed("lifetime", text => Distribution.Parse(text, recorded.Lifetimes)),
            Exits = Exits(block),
            Memory = block.ParsedValue("memory", ByteSize.Parse),
            MemoryPerHour = block.ParsedValue("memory-per-hour", ByteSize.Parse),
            NeverReady = block.Flag("never-ready", false),
            ReadyAfter = block.Parsed("ready-after", text => Distribution.Parse(text, recorded.TimesToReady)),
            AnswersAfter = block.Parsed("answers-after", Time),
            AnswerTime = block.Parsed("answer-time", Time),
            SickAfter = block.Parsed("sick-after", Time),
            SickFor = block.Parsed("sick-for", Time),
            HealthPattern = [.. block.Parsed("health-pattern", Pattern) ?? []],
            WatchdogEvery = block.Parsed("watchdog-every", Time),
            HangsAfter = block.Parsed("hangs-after", Time),
            StopTime = block.Parsed("stop-time", Time),
            IgnoresStop = block.Flag("ignores-stop", false),
            LosesCgroupAfter = block.Parsed("loses-cgroup-after", Time),
        };
        if (block.Sub("output") is { } output)
        {
            scenario = scenario with
            {
                OutputLines = output.Number("lines", 0, 1_000_000) ?? 1,
                OutputEvery = output.Parsed("every", Time),
                OutputLineBytes = output.Number("line-bytes", 1, 1_000_000) ?? 80,
            };
            output.RefuseTheRest();
        }

        if (!nested)
        {
            scenario = scenario with { Runs = [.. Items(block, "runs").Select(run => Container(run, recorded, nested: true))] };
        }

        block.RefuseTheRest();
        return scenario;
    }

    private static StartFailure? Failure(Section? block)
    {
        if (block is null)
        {
            return null;
        }

        double probability = block.Fraction("probability", 0, 1) ?? 1;
        ExitCause.LaunchFailed failure = new(
            block.Text("step") ?? "exec", block.Text("reason") ?? "simulated",
            block.Choice("kind", ("step", LaunchFailure.Step), ("not-found", LaunchFailure.NotFound), ("not-executable", LaunchFailure.NotExecutable)) ?? LaunchFailure.Step);
        bool preparation = block.Choice("at", ("preparation", true), ("start", false)) ?? false;
        block.RefuseTheRest();
        return new StartFailure(probability, failure, preparation);
    }

    private static ImmutableArray<WeightedExit> Exits(Section block)
    {
        ImmutableArray<WeightedExit>.Builder exits = ImmutableArray.CreateBuilder<WeightedExit>();
        if (block.Number("exit", 0, 255) is { } code)
        {
            exits.Add(new WeightedExit(ExitStatus.Exited(code), 1));
        }

        foreach (Section item in Items(block, "exits"))
        {
            double weight = item.Fraction("weight", 0.000_001, 1_000_000) ?? 1;
            Signal? signal = item.ParsedValue("signal", Signal.Parse);
            int? status = item.Number("code", 0, 255);
            if (signal is null == status is null)
            {
                item.Fault("", null, "write code or signal");
            }

            exits.Add(new WeightedExit(signal is { } by ? ExitStatus.Killed(by) : ExitStatus.Exited(status ?? 0), weight));
            item.RefuseTheRest();
        }

        return exits.DrainToImmutable();
    }

    private static ImmutableArray<HostFault> Faults(Section top)
    {
        ImmutableArray<HostFault>.Builder faults = ImmutableArray.CreateBuilder<HostFault>();
        foreach (Section item in Items(top, "host"))
        {
            Distribution length = item.Parsed("for", Time) ?? new Distribution.Always(TimeSpan.FromMinutes(1));
            HostFault? fault = item.Text("fault") switch
            {
                "supervisor-crash" => new HostFault.SupervisorCrash(length),
                "disk-full" => new HostFault.DiskFull(length),
                "no-threads" => new HostFault.NoThreads(length),
                "clock-jump" => new HostFault.ClockJump(item.ParsedValue("by", Jump) ?? TimeSpan.FromHours(1)),
                "cgroup-lost" when item.ParsedValue("container", ContainerId.Parse) is { } id => new HostFault.CgroupLost(id),
                "cgroup-lost" => Refused(item, "container", "must be named"),
                var other => Refused(item, "fault", $"'{other}' is not known: write supervisor-crash, disk-full, no-threads, clock-jump or cgroup-lost"),
            };
            if (fault is not null)
            {
                Distribution? every = item.Parsed("every", Time);
                faults.Add(fault with { At = item.Parsed("at", Time) ?? every ?? fault.At, Every = every });
            }

            item.RefuseTheRest();
        }

        return faults.DrainToImmutable();
    }

    private static HostFault? Refused(Section item, string key, string problem)
    {
        item.Fault(key, item.Value(key), problem);
        return null;
    }

    private static IEnumerable<Section> Items(Section block, string key)
    {
        if (block.Value(key) is not { } value)
        {
            yield break;
        }

        if (value is not HoconArray list)
        {
            block.Fault(key, value, "must be a list of blocks");
            yield break;
        }

        foreach (HoconValue one in list)
        {
            if (block.Item(key, one) is { } item)
            {
                yield return item;
            }
            else
            {
                block.Fault(key, one, "must be a block in braces");
            }
        }
    }

    // "ok*10 fail*3": each word is one answer, or several of a kind.
    private static bool[] Pattern(string text)
    {
        List<bool> answers = [];
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = word.Split('*', 2);
            if (parts[0] is not ("ok" or "fail") || !int.TryParse(parts.Length == 2 ? parts[1] : "1", NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count is 0 or > 10_000)
            {
                throw new FormatException($"'{word}' is not an answer: write ok, fail, ok*10 or fail*3");
            }

            answers.AddRange(Enumerable.Repeat(parts[0] == "ok", count));
        }

        return answers.Count > 0 ? [.. answers] : throw new FormatException("at least one answer must be listed, such as ok*10 fail*3");
    }

    private static Distribution Time(string text) => Distribution.Parse(text);

    private static TimeSpan Jump(string text)
        => HoconUnits.TryParseDuration(text, out TimeSpan span, out string? fault) ? span : throw new FormatException(fault);

    private static DateTimeOffset Moment(string text)
        => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset moment)
            ? moment
            : throw new FormatException($"'{text}' is not a moment: write 2026-01-01T00:00:00Z");
}
