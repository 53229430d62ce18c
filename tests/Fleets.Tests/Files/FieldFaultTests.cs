namespace Helios.Fleets.Tests;

/// <summary>What one table of fields ends: keys and values that were taken in silence, and words that the file does not know.</summary>
public sealed class FieldFaultTests
{
    [Theory]
    [InlineData("containers.web { command = [a], capabilities { add = [FOO] } }", "containers.web.capabilities.add: 'FOO' is not a capability")]
    [InlineData("containers.web { command = [a], backend = docker }", "containers.web.backend: 'docker' is not a backend")]
    [InlineData("containers.web { command = [a], hooks { pre-start = [] } }", "containers.web.hooks.pre-start: names no program")]
    [InlineData("containers.web { command = [a], hooks { pre-stop { command = \"\" } } }", "containers.web.hooks.pre-stop.command: names no program")]
    [InlineData("containers.web { command = [a], health { command = [] } }", "containers.web.health.command: names no program")]
    [InlineData("daemon { typo = 1 }", "top level: unknown key 'daemon'")]
    [InlineData("simulation { seed = banana }", "top level: unknown key 'simulation'")]
    [InlineData("containers.web { command = [a], groups = [video] }", "containers.web: unknown key 'groups'")]
    [InlineData("containers.web { command = [a], limits { pids = -1 } }", "containers.web.limits.pids: -1 is out of range: 0 to 4194304 tasks")]
    [InlineData("containers.web { command = [a], history = 0 }", "containers.web.history: 0 is out of range: 1 to 10000")]
    [InlineData("containers.web { command = [a], restart { jitter = 2 } }", "containers.web.restart.jitter: 2 is out of range: 0 to 1")]
    [InlineData("containers.web { command = [a], mounts = [{ tmpfs = /t, sise = 1M }] }", "containers.web.mounts: unknown key 'sise'")]
    public void A_faulty_field_is_refused_with_its_key(string file, string fault)
        => Assert.Contains(fault, Assert.Throws<FleetFileException>(() => FleetFile.Parse(file, "test")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_plan_spells_fields_and_values_as_the_file_does()
    {
        FleetSpec before = FleetFile.Parse("groups.g.strategy = one-for-one\ncontainers.web { command = [a], supplementary-groups = [\"5\"] }", "before").Fleet;
        FleetSpec after = FleetFile.Parse("groups.g.strategy = rest-for-one\ncontainers.web { command = [a], supplementary-groups = [\"6\"] }", "after").Fleet;
        FieldChange[] changes = [.. FleetPlanner.Plan(before, after).Items.SelectMany(static item => item.Changes)];
        Assert.Equal([new FieldChange("strategy", "one-for-one", "rest-for-one"), new FieldChange("supplementary-groups", "5", "6")], changes);
    }

    [Fact]
    public void The_fault_of_a_list_is_at_its_item()
    {
        FleetFileException fault = Assert.Throws<FleetFileException>(() => FleetFile.Parse("containers.web {\n  command = [a]\n  namespaces = [pid,\n    pids]\n}", "test"));
        Assert.Contains("test:4:5", fault.Message, StringComparison.Ordinal);
    }
}
