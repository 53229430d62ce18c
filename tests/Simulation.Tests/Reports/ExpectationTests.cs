namespace Helios.Simulation.Tests;

/// <summary>What must come out.</summary>
public sealed class ExpectationTests
{
    private const string Fleet = "groups { back {} }\ncontainers { db { command = [db], group = back }, web { command = [web], replicas = 2, restart { policy = always, delay = 6s, jitter = 0, factor = 1 } } }";
    private const string Crashes = "containers { web-2 { lifetime = 54s, exit = 1 } }";

    [Theory]
    [InlineData("db.availability >= 99.9%", "")]
    [InlineData("web.availability >= 99.9%", "web.availability >= 99.9%: web-2 has 90.000% (seed 1)")]
    [InlineData("web-1.availability == 100%", "")]
    [InlineData("fleet.longest-outage < 5s", "fleet.longest-outage < 5s: web-2 has 6s (seed 1)")]
    [InlineData("back.restarts == 0", "")]
    [InlineData("web-2.restarts <= 10", "web-2.restarts <= 10: web-2 has 60 (seed 1)")]
    [InlineData("web-2.starts-in-10m > 20", "web-2.starts-in-10m > 20: web-2 has 10 (seed 1)")]
    [InlineData("fleet.give-ups == 0", "")]
    [InlineData("fleet.stalls == 0", "")]
    [InlineData("fleet.time-to-ready <= 10s", "")]
    public void It_holds_or_says_for_whom_it_does_not(string text, string failure)
        => Assert.Equal(failure, string.Join('\n', Expectation.Parse(text).Failures(Simulated.Run(Fleet, Crashes, hours: 1))));

    [Theory]
    [InlineData("web.availability", "'web.availability' compares nothing: write TARGET.METRIC >= VALUE, such as web.availability >= 99.9%")]
    [InlineData("availability > 9", "'availability' has no metric: write TARGET.METRIC, such as web.availability")]
    [InlineData("web.luck > 9", "'luck' is not a metric: write availability, restarts, give-ups, starts-in-10m, log-lost, longest-outage, time-to-ready, stalls")]
    [InlineData("web.availability > much", "'much' is not a number of percent")]
    [InlineData("web.longest-outage < 5", "'5' has no unit: write 30s or 5m")]
    public void A_faulty_one_is_refused(string text, string reason) => Assert.Equal(reason, Assert.Throws<FormatException>(() => Expectation.Parse(text)).Message);

    [Fact]
    public void A_target_that_the_fleet_has_not_is_refused()
        => Assert.Equal(
            "'shop.restarts == 0': there is no container, key or group 'shop' in helios",
            Assert.Throws<FormatException>(() => Expectation.Parse("shop.restarts == 0").Failures(Simulated.Run(Fleet, hours: 1))).Message);
}
