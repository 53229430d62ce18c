using Helios.Contracts;
using Helios.Fleets;

namespace Helios.Simulation.Tests;

/// <summary>Seven faults that a supervisor could have, each put in on purpose: every one is noticed.</summary>
/// <remarks>
/// Three go through the backend (a container that is never destroyed, started twice, explained wrongly). Four give the supervisor another fleet than
/// the one it is held to: it then does not keep dependencies, the shortest wait, the longest wait and the intensity of the fleet that counts.
/// </remarks>
public sealed class InvariantTests
{
    private const string Scenario = "containers { \"*\" { lifetime = \"exponential(mean = 1m)\", exit = 1, start-time = \"uniform(10ms, 50ms)\" } }";

    [Fact]
    public void A_container_that_is_not_destroyed_is_noticed()
        => Noticed("left nothing behind", Broken("policy = no", static async make => MutantContainer.Of(await make(), nameof(IAsyncDisposable.DisposeAsync), static () => ValueTask.CompletedTask)));

    [Fact]
    public void A_second_instance_is_noticed()
        => Noticed("never two instances", Broken("policy = always", static async make =>
        {
            IContainer first = await make();
            await Assert.ThrowsAsync<BackendException>(make);
            return first;
        }));

    [Fact]
    public void A_wrong_explanation_is_noticed()
        => Noticed("explanation of an exit", Broken("policy = always", static async make => MutantContainer.Of(await make(), nameof(IContainer.ExplainExit), static () => new ExitCause.Exited(0))));

    [Fact]
    public void A_start_before_its_dependency_is_noticed()
        => Noticed("no start before its dependencies", Differently("requires { db = ready }", ""), "containers { db { ready-after = 10s } }");

    [Fact]
    public void A_wait_that_is_too_short_is_noticed()
        => Noticed("the wait before a restart", Differently("restart { policy = always, delay = 10s }", "restart { policy = always, delay = 1s }"));

    [Fact]
    public void A_wait_that_is_too_long_is_noticed()
        => Noticed("the wait before a restart", Differently(
            "restart { policy = always, delay = 1s, max-delay = 5s }", "restart { policy = always, delay = 1s, max-delay = 1h, reset-after = 1h }"));

    [Fact]
    public void Too_many_restarts_are_noticed()
        => Noticed("no more restarts than", Differently("restart { policy = always, intensity { restarts = 3, window = 1h } }", "restart { policy = always }"));

    [Fact]
    public void The_same_fleets_are_fine_under_the_supervisor_as_it_is()
    {
        foreach (string care in (string[])["requires { db = ready }", "restart { policy = always, delay = 10s }", "restart { policy = always, intensity { restarts = 3, window = 1h } }", "restart { policy = always, delay = 1s, max-delay = 5s }"])
        {
            SimulationRun.Of(Simulated.Plan(Fleet(care), Scenario), seed: 1);
        }
    }

    private static SimulationPlan Broken(string restart, Func<Func<Task<IContainer>>, Task<IContainer>> prepare)
        => Simulated.Plan(Fleet($"restart {{ {restart} }}"), Scenario) with { Wrap = inner => new MutantBackend(inner, prepare) };

    private static SimulationPlan Differently(string promised, string done)
        => Simulated.Plan(Fleet(done), Scenario) with { Promised = FleetFile.Parse(Fleet(promised), "fleet.hocon").Fleet };

    private static string Fleet(string care)
        => $"containers {{ db {{ command = [db], readiness = notify, restart = always }}, web {{ command = [web], {care} }} }}";

    private static void Noticed(string invariant, SimulationPlan plan, string? scenario = null)
    {
        plan = scenario is null ? plan : plan with { Scenario = ScenarioFile.Parse(scenario) };
        InvariantException violated = Assert.Throws<InvariantException>(() => SimulationRun.Of(plan, seed: 3));
        Assert.Contains(invariant, violated.Invariant, StringComparison.Ordinal);
        Assert.Equal(3, violated.Seed);
        Assert.NotEmpty(violated.Trace);
    }
}
