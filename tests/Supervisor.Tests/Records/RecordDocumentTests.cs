using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Hocon;

namespace Helios.Supervisor.Tests;

public class RecordDocumentTests
{
    public static TheoryData<ExitCause> Causes { get; } =
    [
        new ExitCause.Exited(3), new ExitCause.Signaled(Signal.Terminate), new ExitCause.OutOfMemory("web", ByteSize.FromMiB(64)), new ExitCause.OutOfMemory(null, null),
        new ExitCause.Seccomp(), new ExitCause.LaunchFailed("exec /bin/x", "no such file", LaunchFailure.NotFound),
        ExitCause.LaunchFailed.Invalid(new SpecFault("root", "is missing")), new ExitCause.Stopped("ada (uid 0)", ExitStatus.Exited(4), false),
        new ExitCause.Stopped("bob", ExitStatus.Killed(Signal.Kill), true), new ExitCause.Lost("gone"),
    ];

    [Theory]
    [MemberData(nameof(Causes))]
    public void Every_cause_comes_back(ExitCause cause) => Assert.Equal(cause, CauseDocument.Read(Again(CauseDocument.Write(cause))));

    [Fact]
    public void There_is_no_cause_that_is_not_tried()
        => Assert.Equal(
            typeof(ExitCause).GetNestedTypes().Select(static type => type.Name).Order(),
            Causes.Select(static row => row.Data.GetType().Name).Distinct().Order());

    [Fact]
    public void A_cause_of_a_newer_version_keeps_its_words()
    {
        HoconObject future = HoconParser.Parse("kind = abducted, text = \"taken by a newer kernel\"", name: "test").Root;
        Assert.Equal(new ExitCause.Lost("taken by a newer kernel"), CauseDocument.Read(future));
    }

    [Fact]
    public void A_containers_record_comes_back()
    {
        ContainerRecord record = Some();
        ContainerRecord again = ContainerDocument.Read(Again(ContainerDocument.Write(record)));
        Assert.Equal(record.History, again.History);
        Assert.Equal(record.Memory.Restarts, again.Memory.Restarts);
        Assert.Equal(MemberDocument.Write(record.Member), MemberDocument.Write(again.Member));
        Assert.Equal(record with { Actor = "" }, again with { History = record.History, Memory = record.Memory, Member = record.Member });
    }

    [Fact]
    public void A_record_of_an_older_version_has_defaults_where_it_says_nothing()
    {
        HoconObject old = HoconObject.Of([.. ContainerDocument.Write(Some()).Where(static field => field.Key is "name" or "member").Select(static field => new KeyValuePair<string, HoconValue>(field.Key, field.Value))]);
        ContainerRecord record = ContainerDocument.Read(Again(old));
        Assert.Equal((ContainerState.Exited, Wish.None, 0, false), (record.State, record.Wish, record.Runs, record.OpenInput));
        Assert.Equal("web", record.Member.Key);
        Assert.Empty(record.History);
    }

    [Fact]
    public void A_record_of_a_newer_version_is_read_as_far_as_it_is_known()
    {
        HoconObject newer = HoconParser.Parse("sleeps = true, state = Hibernating, wish = Perhaps, history = [{ number = 1, began = 5, mood = good }]", name: "test").Root
            .WithFallback(ContainerDocument.Write(Some()));
        ContainerRecord record = ContainerDocument.Read(Again(newer));
        Assert.Equal((ContainerState.Exited, WishKind.Down), (record.State, record.Wish.Kind));
        Assert.Equal(1, Assert.Single(record.History).Number);
    }

    [Theory]
    [InlineData("name = \"../x\"")]
    [InlineData("state = 4")]
    [InlineData("runs = -1")]
    [InlineData("since = 99999999999999999999")]
    [InlineData("history = 3")]
    [InlineData("history = [4]")]
    [InlineData("last-cause { kind = signaled, signal = 999 }")]
    [InlineData("member = 1")]
    public void What_makes_no_sense_is_a_fault(string over)
        => Assert.ThrowsAny<FormatException>(() => ContainerDocument.Read(Again(HoconParser.Parse(over, name: "test").Root.WithFallback(ContainerDocument.Write(Some())))));

    [Fact]
    public void The_fleets_record_comes_back()
    {
        FleetRecord record = new()
        {
            Values = HoconParser.Parse("containers.web { command = [app], replicas = 2 }", name: "test").Root,
            SourcePath = "/etc/helios/helios.hocon",
            Overrides = [FleetOverride.Parse("a.b=1")],
            FormOverrides = [FleetOverride.Parse("c=\"d = e\"")],
            Replicas = ImmutableDictionary<string, int>.Empty.Add("web", 4),
            Stopped = [ContainerId.Parse("web-1")],
            MaxEvent = 8192,
        };
        FleetRecord again = FleetRecordDocument.Read(Again(FleetRecordDocument.Write(record)));
        Assert.Equal(record.Values, again.Values);
        Assert.Equal(record.Overrides, again.Overrides);
        Assert.Equal(record.FormOverrides, again.FormOverrides);
        Assert.Equal(record.Replicas, again.Replicas);
        Assert.Equal(record.Stopped, again.Stopped);
        Assert.Equal((record.SourcePath, record.MaxEvent), (again.SourcePath, again.MaxEvent));
    }

    internal static ContainerRecord Some(string name = "web") => new()
    {
        Member = Fleets.Tests.Some.Member(name) with { Group = GroupSpec.RunName, Restart = RestartSpec.Default with { Policy = RestartPolicy.Always } },
        State = ContainerState.Running,
        Since = Fleets.Tests.Some.Time,
        Detail = "well",
        Wish = new Wish(WishKind.Up, "ada", true),
        IsTakenDown = true,
        BackOffUntil = Fleets.Tests.Some.Time.AddSeconds(5),
        Memory = new RestartMemory { Steps = 2, Failures = 3, Restarts = [Fleets.Tests.Some.Time, Fleets.Tests.Some.Time.AddTicks(1)] },
        History = [new RunRecord(1, Fleets.Tests.Some.Time, Fleets.Tests.Some.Time, null, Fleets.Tests.Some.Time, new ExitCause.Exited(1), "ada")],
        Present = new RunRecord(2, Fleets.Tests.Some.Time, Fleets.Tests.Some.Time, Fleets.Tests.Some.Time, null, null, "restart policy"),
        LastCause = new ExitCause.Exited(1),
        Runs = 2,
        Restarts = 1,
        OpenInput = true,
        Size = new TerminalSize(100, 40),
        Actor = "web~1",
    };

    private static HoconObject Again(HoconObject values) => MessagePackFleet.Read(MessagePackFleet.Write(values), "test");
}
