using Helios.Contracts;
using Helios.Fleets;
using Helios.Hocon;

namespace Helios.Supervisor;

/// <summary>A container's record as values. A key, once used, never means anything else; a reader passes over what it does not know.</summary>
internal static class ContainerDocument
{
    internal static HoconObject Write(ContainerRecord record)
        => new HoconBlock()
            .Add("name", record.Id.ToString())
            .Add("key", record.Member.Key)
            .Add("index", record.Member.Index)
            .Add("member", MemberDocument.Write(record.Member))
            .Add("state", record.State.ToString())
            .Add("since", record.Since.UtcTicks)
            .Add("detail", record.Detail)
            .Add("wish", record.Wish.Kind.ToString())
            .Add("wished-by", record.Wish.By)
            .Add("follows-schedule", HoconScalar.Boolean(record.Wish.FollowsSchedule))
            .Add("taken-down", HoconScalar.Boolean(record.IsTakenDown))
            .Add("back-off-until", record.BackOffUntil?.UtcTicks)
            .Add("memory", Memory(record.Memory))
            .Add("history", HoconArray.Of([.. record.History.Select(Run)]))
            .Add("present", record.Present is { } present ? Run(present) : null)
            .Add("last-cause", record.LastCause is { } cause ? CauseDocument.Write(cause) : null)
            .Add("runs", record.Runs)
            .Add("restarts", record.Restarts)
            .Add("open-input", HoconScalar.Boolean(record.OpenInput))
            .Add("columns", record.Size?.Columns)
            .Add("rows", record.Size?.Rows)
            .ToObject();

    /// <exception cref="FormatException">A value is missing or makes no sense.</exception>
    /// <exception cref="FleetFileException">The specification makes no sense.</exception>
    internal static ContainerRecord Read(HoconObject content)
    {
        RecordReader reader = new(content);
        ContainerId id = ContainerId.Parse(reader.NeededText("name"));
        int index = reader.Count("index");
        HoconObject member = reader.Block("member") ?? throw new FormatException("member is missing");
        return new ContainerRecord
        {
            Member = MemberDocument.Read(member, id, reader.Text("key") ?? id.ToString(), index == 0 ? null : index, "member"),
            State = reader.Word<ContainerState>("state") ?? ContainerState.Exited,
            Since = reader.Time("since") ?? default,
            Detail = reader.Text("detail"),
            Wish = new Wish(reader.Word<WishKind>("wish") ?? WishKind.Down, reader.Text("wished-by") ?? "", reader.Flag("follows-schedule")),
            IsTakenDown = reader.Flag("taken-down"),
            BackOffUntil = reader.Time("back-off-until"),
            Memory = reader.Block("memory") is { } memory ? Memory(new RecordReader(memory)) : RestartMemory.Fresh,
            History = [.. reader.Blocks("history").Select(Run)],
            Present = reader.Block("present") is { } present ? Run(present) : null,
            LastCause = reader.Block("last-cause") is { } cause ? CauseDocument.Read(cause) : null,
            Runs = reader.Count("runs"),
            Restarts = reader.Count("restarts"),
            OpenInput = reader.Flag("open-input"),
            Size = reader.Number("columns") is { } columns and > 0 and <= ushort.MaxValue && reader.Number("rows") is { } rows and > 0 and <= ushort.MaxValue
                ? new TerminalSize((ushort)columns, (ushort)rows)
                : null,
        };
    }

    private static HoconObject Memory(RestartMemory memory)
        => new HoconBlock()
            .Add("steps", memory.Steps)
            .Add("failures", memory.Failures)
            .Add("restarts", HoconArray.Of([.. memory.Restarts.Select(static time => HoconScalar.Number(time.UtcTicks))]))
            .ToObject();

    private static RestartMemory Memory(RecordReader reader)
        => new() { Steps = reader.Count("steps"), Failures = reader.Count("failures"), Restarts = reader.Times("restarts") };

    private static HoconObject Run(RunRecord run)
        => new HoconBlock()
            .Add("number", run.Number)
            .Add("began", run.Began.UtcTicks)
            .Add("executed", run.Executed?.UtcTicks)
            .Add("became-ready", run.BecameReady?.UtcTicks)
            .Add("ended", run.Ended?.UtcTicks)
            .Add("cause", run.Cause is { } cause ? CauseDocument.Write(cause) : null)
            .Add("started-by", run.StartedBy)
            .ToObject();

    private static RunRecord Run(HoconObject content)
    {
        RecordReader reader = new(content);
        return new RunRecord(
            reader.Count("number"), reader.Time("began") ?? default, reader.Time("executed"), reader.Time("became-ready"), reader.Time("ended"),
            reader.Block("cause") is { } cause ? CauseDocument.Read(cause) : null, reader.Text("started-by") ?? "");
    }
}
