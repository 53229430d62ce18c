using System.Globalization;
using Helios.Backends.Simulated;
using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>The Simulated backend in real time. It runs no programs, so a case can be proved on it when its programs have a behaviour that stands for them.</summary>
public sealed class SimulatedSubject : Subject
{
    // A script is asked by name and the cases choose programs, so the behaviour of the next container goes along with the flow of its case.
    private readonly AsyncLocal<SimulatedBehaviour> _next = new();
    private readonly SimulatedBackend _backend;

    public SimulatedSubject()
        => _backend = new SimulatedBackend(TimeProvider.System, SimulationScript.Steady.WithRandom("*", (_, _) => _next.Value ?? SimulatedBehaviour.Steady));

    public override IIsolationBackend Backend => _backend;

    public override string? WhyNot => null;

    public override bool HasProcesses => false;

    public override string? WhyNotProgram(ContainerSpec spec)
    {
        if (spec.Terminal || spec.WorkingDirectory != "/" || spec.User is not null)
        {
            return "simulated containers have no terminal and no files to look into";
        }

        if (Behaviour([.. spec.Command]) is not { } behaviour)
        {
            return "simulated containers run no programs, and no behaviour stands for this one";
        }

        _next.Value = behaviour;
        return null;
    }

    public override string? WhyNotExec(ExecSpec spec)
        => spec.Command is ["/bin/sh", "-c", "exit 0"] or ["/bin/true"] ? null : "simulated containers run no programs; further processes only tell health";

    public override IEnumerable<string> TracesOf(ContainerId id) => _backend.Living.Contains(id) ? [$"{id} lives"] : [];

    private static SimulatedBehaviour? Behaviour(string[] command) => command switch
    {
        ["/bin/sleep", "600"] => SimulatedBehaviour.Steady,
        ["/bin/sh", "-c", "true"] => SimulatedBehaviour.ExitsAfter(TimeSpan.Zero, 0),
        ["/bin/sh", "-c", "false"] => SimulatedBehaviour.ExitsAfter(TimeSpan.Zero, 1),
        ["/bin/sh", "-c", { } line] when line.Split(' ') is ["exit", { } code] && int.TryParse(code, CultureInfo.InvariantCulture, out int number)
            => SimulatedBehaviour.ExitsAfter(TimeSpan.Zero, number),
        ["/bin/no-such-program"] => new SimulatedBehaviour
        {
            StartFailure = new ExitCause.LaunchFailed("execute /bin/no-such-program", "no such program", LaunchFailure.NotFound),
        },
        _ => null,
    };
}
