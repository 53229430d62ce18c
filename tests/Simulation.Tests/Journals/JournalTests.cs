using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Support;

namespace Helios.Simulation.Tests;

/// <summary>What a daemon recorded, and the same again.</summary>
public sealed class JournalTests
{
    private static readonly DateTimeOffset s_begin = new(2026, 5, 1, 8, 0, 0, TimeSpan.Zero);

    private static readonly ImmutableArray<JournalRun> s_loop =
    [
        new(ContainerId.Parse("web"), s_begin, TimeSpan.FromMilliseconds(3), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), JournalEnd.Exited, 3, "", ""),
        new(ContainerId.Parse("web"), s_begin.AddMinutes(11), TimeSpan.FromMilliseconds(3), null, TimeSpan.FromSeconds(5), JournalEnd.Signaled, 11, "", ""),
        new(ContainerId.Parse("web"), s_begin.AddMinutes(12), null, null, null, JournalEnd.LaunchFailed, 4, "exec", "Permission denied (EACCES)"),
        new(ContainerId.Parse("web"), s_begin.AddMinutes(13), TimeSpan.FromMilliseconds(3), TimeSpan.Zero, TimeSpan.FromMinutes(1), JournalEnd.OutOfMemory, 0, "web", ""),
    ];

    [Fact]
    public void What_was_written_is_read_again()
        => Assert.Equal(s_loop, Journal.Decode(s_loop.SelectMany(Journal.Encode).ToArray()));

    [Fact]
    public void Half_a_record_at_the_end_is_left_out()
    {
        byte[] whole = [.. s_loop.SelectMany(Journal.Encode)];
        for (int cut = 1; cut < Journal.Encode(s_loop[3]).Length; cut++)
        {
            Assert.Equal(s_loop[..3], Journal.Decode(whole.AsMemory(0, whole.Length - cut)));
        }
    }

    [Fact]
    public void What_is_no_journal_is_refused_with_the_byte()
    {
        byte[] bytes = [.. Journal.Encode(s_loop[0]), 0xC1, 0xC1];
        FormatException refused = Assert.Throws<FormatException>(() => Journal.Decode(bytes));
        Assert.Equal($"byte {bytes.Length - 2}: not a record of a journal", refused.Message);
    }

    [Fact]
    public void Any_bytes_are_read_or_refused()
    {
        Random chance = new(1);
        byte[] good = [.. s_loop.SelectMany(Journal.Encode)];
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bad = [.. good];
            for (int changes = chance.Next(1, 4); changes > 0; changes--)
            {
                bad[chance.Next(bad.Length)] = (byte)chance.Next(256);
            }

            try
            {
                Journal.Decode(bad);
            }
            catch (FormatException)
            {
                // Refused.
            }
        }
    }

    [Fact]
    public void A_recorded_crash_loop_happens_again()
    {
        FleetDocument fleet = FleetFile.Parse("containers { web { command = [web], readiness = notify, limits.memory = 64M, restart { policy = always } } }", "fleet.hocon");
        SimulationResult result = SimulationRun.Of(new SimulationPlan(fleet, Journal.ToScenario(s_loop), TimeSpan.FromHours(1)), seed: 1);
        Assert.Equal(4, result.Of("web").Ends);
        Assert.Equal("killed: memory limit 64 MiB of web reached", result.Of("web").LastExit!.ToString());
    }

    [Fact]
    public void A_scenario_draws_its_times_from_a_journal()
    {
        using TempTree files = new();
        File.WriteAllBytes(files.At("runs.journal"), [.. s_loop.SelectMany(Journal.Encode)]);
        string scenario = files.Write("scenario.hocon", """
            containers { "we*" { lifetime = "empirical(journal = runs.journal)", ready-after = "empirical(journal = runs.journal)", start-time = "empirical(journal = runs.journal)" } }
            """);

        ContainerScenario web = ScenarioFile.Load(scenario).Containers.Single();

        Assert.Equal([TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1)], Assert.IsType<Distribution.Empirical>(web.Lifetime).Samples);
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.Zero], Assert.IsType<Distribution.Empirical>(web.ReadyAfter).Samples);
        Assert.Equal(3, Assert.IsType<Distribution.Empirical>(web.StartTime).Samples.Length);
    }

    [Theory]
    [InlineData("db { lifetime = \"empirical(journal = runs.journal)\" }", "runs.journal has no run of db that ended by itself")]
    [InlineData("web { lifetime = \"empirical(journal = none.journal)\" }", "none.journal: no such file or directory")]
    [InlineData("web { lifetime = \"empirical(journal = scenario.hocon)\" }", "scenario.hocon: byte 0: not a record of a journal")]
    [InlineData("web { stop-time = \"empirical(journal = runs.journal)\" }", "only start-time, ready-after and lifetime can be drawn from one")]
    public void Times_that_no_journal_has_are_refused_with_their_line(string container, string problem)
    {
        using TempTree files = new();
        File.WriteAllBytes(files.At("runs.journal"), [.. s_loop.SelectMany(Journal.Encode)]);
        string scenario = files.Write("scenario.hocon", $"containers {{\n  {container}\n}}\n");

        FleetFileException refused = Assert.Throws<FleetFileException>(() => ScenarioFile.Load(scenario));

        string line = Assert.Single(refused.Lines);
        Assert.Contains("scenario.hocon:2", line, StringComparison.Ordinal);
        Assert.EndsWith(problem, line, StringComparison.Ordinal);
    }
}
