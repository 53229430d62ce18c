using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Hocon;

namespace Helios.Fleets;

/// <summary>One container by itself as values, in the words of the fleet file: how it is kept where no fleet file has it.</summary>
/// <remarks>Everything is written out, defaults too: a later version may have others. What a reader does not know it passes over.</remarks>
internal static class MemberDocument
{
    /// <summary>Writes one.</summary>
    internal static HoconObject Write(MemberSpec member)
    {
        HoconBlock block = new();
        block.Add(ContainerFields.Table, member.Container);
        block.Add(SupervisionFields.Member, member);
        block.Add("restart", Restart(member.Restart));
        block.Add("readiness", Readiness(member.Readiness));
        block.Add("health", member.Health is { } health ? Health(health) : null);
        block.Add("hooks", Hooks(member.Hooks));
        block.Add("schedule", member.Schedule is { } schedule
            ? new HoconBlock().Add("cron", schedule.When.ToString()).Add("overlap", Word(schedule.Overlap)).ToObject()
            : null);
        block.Add("logs", Logs(member.Logs));
        block.Add("requires", Dependencies(member, required: true));
        block.Add("after", Dependencies(member, required: false));
        return block.ToObject();
    }

    /// <summary>Reads one.</summary>
    /// <param name="content">What <see cref="Write"/> wrote.</param>
    /// <param name="id">Its name.</param>
    /// <param name="key">Its key in the fleet file.</param>
    /// <param name="index">Which replica it is.</param>
    /// <param name="name">What faults call it.</param>
    /// <exception cref="FleetFileException">It does not describe a container.</exception>
    internal static MemberSpec Read(HoconObject content, ContainerId id, string key, int? index, string name)
    {
        ReadingNotes notes = new() { SkipsUnknownKeys = true };
        (MemberSpec member, ImmutableArray<(string Name, HoconOrigin, DependencySpec Spec)> dependencies) = FleetReader.ReadSpec(new Section(content, name, notes), key, id, null);
        return notes.Faults.Count == 0
            ? member with { Index = index, Dependencies = [.. dependencies.Select(static found => found.Spec with { On = ContainerId.Parse(found.Name) })] }
            : throw new FleetFileException([.. notes.Faults]);
    }

    private static HoconObject Restart(RestartSpec restart)
    {
        HoconBlock block = new();
        block.Add(SupervisionFields.Restart, restart);
        block.Add("intensity", restart.Intensity is { } intensity
            ? new HoconBlock().Add("restarts", HoconScalar.Number(intensity.Restarts)).Add("window", DurationText.Of(intensity.Window)).ToObject()
            : null);
        return block.ToObject();
    }

    private static HoconObject Readiness(ReadinessSpec readiness)
    {
        HoconBlock block = new();
        switch (readiness)
        {
            case ReadinessSpec.Started started:
                block.Add("started", DurationText.Of(started.For));
                break;
            case ReadinessSpec.Notify:
                block.Add("notify", HoconScalar.Boolean(true));
                break;
            case ReadinessSpec.NewlineOnFd:
                block.Add("newline", HoconScalar.Boolean(true));
                break;
            case ReadinessSpec.TcpPort tcp:
                block.Add("tcp", HoconScalar.Number(tcp.Port)).Add("interval", DurationText.Of(tcp.Interval));
                break;
            case ReadinessSpec.Command command:
                block.Add("command", HoconBlock.Words(command.Words)).Add("interval", DurationText.Of(command.Interval));
                break;
        }

        return block.Add("timeout", readiness.Timeout is { } timeout ? DurationText.Of(timeout) : null).ToObject();
    }

    private static HoconObject Health(HealthSpec health)
    {
        HoconBlock block = new();
        switch (health.Probe)
        {
            case ProbeSpec.Command command:
                block.Add("command", HoconBlock.Words(command.Words));
                break;
            case ProbeSpec.Tcp tcp:
                block.Add("tcp", HoconScalar.Number(tcp.Port));
                break;
            case ProbeSpec.Http http:
                block.Add("http", $":{http.Port}{http.Path}");
                break;
        }

        block.Add(SupervisionFields.Health, health);
        return block.ToObject();
    }

    private static HoconObject Hooks(HooksSpec hooks)
        => new HoconBlock()
            .Add("pre-start", Hook(hooks.PreStart))
            .Add("post-start", Hook(hooks.PostStart))
            .Add("pre-stop", Hook(hooks.PreStop))
            .Add("post-stop", Hook(hooks.PostStop))
            .ToObject();

    private static HoconObject? Hook(HookSpec? hook)
        => hook is null ? null : new HoconBlock().Add("command", HoconBlock.Words(hook.Command)).Add("timeout", DurationText.Of(hook.Timeout)).ToObject();

    private static HoconObject Logs(LogSpec logs)
    {
        HoconBlock block = new();
        block.Add(SupervisionFields.Logs, logs);
        if (logs.File is { } file)
        {
            HoconBlock files = new();
            files.Add(SupervisionFields.LogFile, file);
            block.Add("file", files.ToObject());
        }

        return block.ToObject();
    }

    private static HoconObject Dependencies(MemberSpec member, bool required)
    {
        HoconBlock block = new();
        foreach (DependencySpec dependency in member.Dependencies.Where(dependency => dependency.Required == required))
        {
            block.Add(
                dependency.On.ToString(),
                new HoconBlock().Add("condition", Word(dependency.Condition)).Add("on-loss", Word(dependency.OnLoss)).ToObject());
        }

        return block.ToObject();
    }

    private static string Word<T>(T value)
        where T : struct, Enum
        => value.ToString().ToLowerInvariant();
}
