using System.Collections.Immutable;
using Helios.Contracts;

namespace Helios.Fleets.Tests;

public class DependencyTests
{
    [Fact]
    public void Order_puts_dependencies_first_and_otherwise_keeps_the_file()
    {
        DependencyGraph graph = Graph(Some.Member("web", "db", "cache"), Some.Member("log"), Some.Member("cache"), Some.Member("db", "log"));
        Assert.Equal(["log", "db", "cache", "web"], graph.Order.Select(static id => id.ToString()));
    }

    [Fact]
    public void Cycle_is_shown_as_a_path_back_to_its_begin()
    {
        Assert.Null(DependencyGraph.TryBuild([Some.Member("x", "a"), Some.Member("a", "b"), Some.Member("b", "c"), Some.Member("c", "a")], out ImmutableArray<ContainerId> cycle));
        Assert.Equal("a -> b -> c -> a", string.Join(" -> ", cycle));
    }

    [Fact]
    public void A_container_that_depends_on_itself_is_a_cycle()
    {
        Assert.Null(DependencyGraph.TryBuild([Some.Member("a", "a")], out ImmutableArray<ContainerId> cycle));
        Assert.Equal("a -> a", string.Join(" -> ", cycle));
    }

    [Fact]
    public void A_chain_of_50000_is_ordered_without_a_deep_stack()
    {
        ImmutableArray<MemberSpec> chain = [.. Enumerable.Range(0, 50_000).Select(static i => i == 49_999 ? Some.Member("c49999") : Some.Member($"c{i}", $"c{i + 1}"))];
        Assert.Equal("c49999", Graph(chain).Order[0].ToString());
    }

    [Fact]
    public void Stop_order_takes_dependents_first_and_the_independent_together()
    {
        DependencyGraph graph = Graph(Some.Member("db"), Some.Member("api", "db"), Some.Member("web", "api"), Some.Member("cron"));
        HashSet<ContainerId> remaining = [.. graph.Order];
        List<string> rounds = [];
        while (remaining.Count > 0)
        {
            ImmutableArray<ContainerId> next = graph.NextToStop(remaining);
            rounds.Add(string.Join(' ', next.Order()));
            remaining.ExceptWith(next);
        }

        Assert.Equal(["cron web", "api", "db"], rounds);
    }

    [Fact]
    public void Stop_order_sees_dependents_through_containers_that_stay()
    {
        DependencyGraph graph = Graph(Some.Member("db"), Some.Member("api", "db"), Some.Member("web", "api"));
        Assert.Equal([Some.Id("web")], graph.NextToStop(new HashSet<ContainerId> { Some.Id("db"), Some.Id("web") }));
    }

    [Theory]
    [InlineData(DependencyCondition.Started, ContainerState.Running, false, Health.None, true)]
    [InlineData(DependencyCondition.Started, ContainerState.Starting, false, Health.None, false)]
    [InlineData(DependencyCondition.Started, ContainerState.Paused, false, Health.None, true)]
    [InlineData(DependencyCondition.Ready, ContainerState.Running, false, Health.None, false)]
    [InlineData(DependencyCondition.Ready, ContainerState.Running, true, Health.None, true)]
    [InlineData(DependencyCondition.Healthy, ContainerState.Running, true, Health.Starting, false)]
    [InlineData(DependencyCondition.Healthy, ContainerState.Running, true, Health.Healthy, true)]
    [InlineData(DependencyCondition.Completed, ContainerState.Running, true, Health.Healthy, false)]
    public void Requirement_waits_for_its_condition(DependencyCondition condition, ContainerState state, bool ready, Health health, bool open)
        => Assert.Equal(open, Waits(condition, required: true, new MemberFacts(state, ready, health, null, false)) is null);

    [Fact]
    public void Completed_needs_code_0()
    {
        Assert.Null(Waits(DependencyCondition.Completed, true, new MemberFacts(ContainerState.Exited, false, Health.None, new ExitCause.Exited(0), false)));
        Assert.Equal(
            "waits for db to be completed (exited: exit code 4)",
            Waits(DependencyCondition.Completed, true, new MemberFacts(ContainerState.Exited, false, Health.None, new ExitCause.Exited(4), false)));
        Assert.NotNull(Waits(DependencyCondition.Completed, true, new MemberFacts(ContainerState.Exited, false, Health.None, new ExitCause.Exited(0), true)));
    }

    [Theory]
    [InlineData(ContainerState.Created, true, true)]
    [InlineData(ContainerState.Created, false, false)]
    [InlineData(ContainerState.Waiting, false, true)]
    [InlineData(ContainerState.Starting, false, true)]
    [InlineData(ContainerState.BackingOff, false, false)]
    [InlineData(ContainerState.Failed, false, false)]
    [InlineData(ContainerState.Exited, false, false)]
    public void Order_waits_only_while_the_other_is_on_its_way(ContainerState state, bool pending, bool waits)
        => Assert.Equal(waits, Waits(DependencyCondition.Ready, required: false, new MemberFacts(state, false, Health.None, null, pending)) is not null);

    [Fact]
    public void Order_does_not_wait_for_a_container_that_does_not_exist_and_a_requirement_does()
    {
        Assert.Null(Waits(DependencyCondition.Started, required: false, null));
        Assert.Equal("waits for db to be started (no such container)", Waits(DependencyCondition.Started, required: true, null));
    }

    [Fact]
    public void Loss_touches_only_dependents_that_are_up_and_declare_it()
    {
        MemberSpec[] dependents = [With("a", DependencyLoss.Restart), With("b", DependencyLoss.Stop), With("c", DependencyLoss.Ignore), With("d", DependencyLoss.Restart)];
        ImmutableArray<(ContainerId Id, DependencyLoss Effect)> effects = DependencyRules.AfterLoss(
            Some.Id("db"), dependents, id => new MemberFacts(id == Some.Id("d") ? ContainerState.Exited : ContainerState.Running, true, Health.None, null, false));
        Assert.Equal([(Some.Id("a"), DependencyLoss.Restart), (Some.Id("b"), DependencyLoss.Stop)], effects);

        static MemberSpec With(string name, DependencyLoss loss)
            => Some.Member(name) with { Dependencies = [new DependencySpec(Some.Id("db"), DependencyCondition.Started, true, loss)] };
    }

    [Fact]
    public void Start_pulls_requirements_in_and_leaves_mere_orders_alone()
    {
        MemberSpec web = Some.Member("web", "api") with
        {
            Dependencies =
            [
                new(Some.Id("api"), DependencyCondition.Started, true, DependencyLoss.Ignore),
                new(Some.Id("log"), DependencyCondition.Started, false, DependencyLoss.Ignore),
            ],
        };
        ImmutableArray<MemberSpec> members = [web, Some.Member("api", "db"), Some.Member("db"), Some.Member("log")];
        Assert.Equal(
            ["db", "api", "web"],
            DependencyRules.WithRequirements([Some.Id("web")], id => members.SingleOrDefault(member => member.Id == id), Graph(members)).Select(static id => id.ToString()));
    }

    private static DependencyGraph Graph(params ImmutableArray<MemberSpec> members)
        => DependencyGraph.TryBuild(members, out ImmutableArray<ContainerId> cycle) ?? throw new InvalidOperationException(string.Join(' ', cycle));

    private static string? Waits(DependencyCondition condition, bool required, MemberFacts? facts)
        => DependencyRules.WaitsFor(Some.Member("web") with { Dependencies = [new DependencySpec(Some.Id("db"), condition, required, DependencyLoss.Ignore)] }, _ => facts);
}
