using System.Text.Json;

namespace Helios.Cli.Tests;

public class DoctorReportTests
{
    private static readonly Probe s_works = new FixedProbe("Namespaces", "pid", true, Finding.Ok("started a process in one"));
    private static readonly Probe s_lacks = new FixedProbe("Namespaces", "network", true, Finding.Lacks("EPERM", "give it CAP_SYS_ADMIN"));
    private static readonly Probe s_extra = new FixedProbe("Services", "systemd", false, Finding.Lacks("not process 1", "boot with it"));
    private static readonly Probe s_breaks = new FixedProbe("Services", "broken", false, null);

    [Fact]
    public void The_table_opens_with_the_host_and_puts_the_fix_below_each_lack()
        => Assert.Equal(
            """
            Linux 6.18.5 x86_64

            Namespaces
              ok     pid      started a process in one
              lacks  network  EPERM
                              fix: give it CAP_SYS_ADMIN

            Services
              lacks  systemd  not process 1
                              fix: boot with it

            helios run does not work here: network

            """,
            DoctorReport.Make("Linux 6.18.5 x86_64", [s_works, s_lacks, s_extra]).ToString());

    [Fact]
    public void Run_works_when_only_what_it_can_do_without_is_lacking()
    {
        DoctorReport report = DoctorReport.Make("host", [s_works, s_extra]);

        Assert.True(report.RunWorks);
        Assert.EndsWith("\nhelios run works here\n", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_probe_that_breaks_is_a_finding_and_the_others_still_answer()
    {
        DoctorReport report = DoctorReport.Make("host", [s_breaks, s_works]);

        Assert.False(report.Rows[0].Finding.Works);
        Assert.Equal("broke", report.Rows[0].Finding.Detail);
        Assert.True(report.Rows[1].Finding.Works);
    }

    [Fact]
    public void Json_has_the_same_facts()
    {
        using JsonDocument json = JsonDocument.Parse(DoctorReport.Make("host", [s_works, s_lacks]).ToJson());

        Assert.Equal("host", json.RootElement.GetProperty("host").GetString());
        Assert.False(json.RootElement.GetProperty("run-works").GetBoolean());
        JsonElement lack = json.RootElement.GetProperty("findings")[1];
        Assert.Equal("network", lack.GetProperty("name").GetString());
        Assert.False(lack.GetProperty("works").GetBoolean());
        Assert.True(lack.GetProperty("needed-by-run").GetBoolean());
        Assert.Equal("give it CAP_SYS_ADMIN", lack.GetProperty("fix").GetString());
    }

    private sealed class FixedProbe(string area, string name, bool needed, Finding? finding) : Probe
    {
        internal override string Area => area;

        internal override string Name => name;

        internal override bool NeededByRun => needed;

        internal override Finding Try() => finding ?? throw new Helios.Linux.ReasonException("broke");
    }
}
