using Helios.Backends.Simulated;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Simulation;
using Helios.Supervisor.TestKit;
using Xunit;

namespace Shop.Tests;

/// <summary>The shop's own fleet file, rehearsed under the supervisor that runs it in production.</summary>
public sealed class ShopTests
{
    private static string Fleet => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "shop.hocon"));

    [Fact]
    public void The_shop_is_up_when_the_database_says_that_it_is_ready()
    {
        using FleetRehearsal shop = new(SimulationScript.Steady.With("db", new SimulatedBehaviour { NotifiesReadyAfter = TimeSpan.FromSeconds(3) }));

        shop.Apply(Fleet);
        shop.Advance(seconds: 2);
        Assert.NotEqual(ContainerState.Running, shop["web-1"].State);

        shop.Advance(seconds: 2);
        Assert.Equal(ContainerState.Running, shop["web-1"].State);
    }

    [Fact]
    public void A_crash_of_the_database_starts_the_payments_again_and_not_the_web()
    {
        SimulatedBehaviour crashes = SimulatedBehaviour.ExitsAfter(TimeSpan.FromMinutes(5), code: 1);
        using FleetRehearsal shop = new(SimulationScript.Steady.With("db", crashes, SimulatedBehaviour.Steady), seed: 7);

        shop.Apply(Fleet);
        shop.Advance(TimeSpan.FromHours(1));

        Assert.True(shop["payments"].Runs > 1);
        Assert.Equal(1, shop["web-1"].Runs);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_bad_day_keeps_its_promise(int seed)
    {
        SimulationPlan day = new(
            FleetFile.Parse(Fleet, "shop.hocon"), ScenarioFile.Load(Path.Combine(AppContext.BaseDirectory, "bad-day.hocon")), TimeSpan.FromHours(24));

        SimulationResult result = SimulationRun.Of(day, seed);

        Assert.Empty(Expectation.Parse("web.availability >= 99%").Failures(result));
        Assert.Empty(Expectation.Parse("db.longest-outage <= 1m").Failures(result));
    }
}
