using Helios.Fleets;

namespace Helios.Simulation.Tests;

/// <summary>Simulations in a line.</summary>
internal static class Simulated
{
    internal static SimulationPlan Plan(string fleet, string scenario = "", double hours = 24)
        => new(FleetFile.Parse(fleet, "fleet.hocon"), ScenarioFile.Parse(scenario, "scenario.hocon"), TimeSpan.FromHours(hours));

    internal static SimulationResult Run(string fleet, string scenario = "", double hours = 24, int seed = 1) => SimulationRun.Of(Plan(fleet, scenario, hours), seed);

    internal static ContainerTrack Of(this SimulationResult result, string name) => result.Containers.Single(track => track.Id.ToString() == name);

    internal static TrackFigures Figures(this SimulationResult result, string name) => result.Of(name).FiguresAt(result.Length);
}
