using System.Collections.Immutable;
using System.Text;
using Helios.Simulation;
using Helios.Fleets;
using Helios.Linux;

namespace Helios.Daemon;

/// <summary><c>heliosd simulate</c>: a fleet under the production supervisor in virtual time. <c>helios simulate</c> becomes this program.</summary>
internal static class SimulateCommand
{
    /// <summary>The word that asks for it.</summary>
    internal const string Word = "simulate";

    private const int Kept = 0;
    private const int NotKept = 1;
    private const int OwnError = 125;

    /// <summary>Runs it.</summary>
    /// <param name="words">What follows <see cref="Word"/>.</param>
    /// <param name="output">For the report.</param>
    /// <param name="error">For what is wrong, in a line each.</param>
    /// <returns>0; 1 when something that was asserted did not come out or an invariant was violated; 125 when nothing was simulated.</returns>
    internal static int Run(IReadOnlyList<string> words, TextWriter output, TextWriter error)
    {
        try
        {
            SimulateOptions options = SimulateOptions.Parse(words);
            FleetDocument fleet = FleetFile.Load(new FleetSource(Path.GetFullPath(options.Fleet), options.Overrides));
            return Run(options, new SimulationPlan(fleet, ScenarioOf(options), options.Length), output, error);
        }
        catch (InvariantException violated)
        {
            error.Write($"helios simulate: invariant violated: {violated.Message}\n");
            foreach (string line in violated.Trace)
            {
                error.Write($"  {line}\n");
            }

            return NotKept;
        }
        catch (FormatException fault)
        {
            error.Write($"helios simulate: {fault.Message}\n");
            return OwnError;
        }
        catch (Exception fault) when (fault is FleetFileException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            error.Write($"helios simulate: {Reason.Of(fault).ReplaceLineEndings("\nhelios simulate: ")}\n");
            return OwnError;
        }
    }

    private static int Run(SimulateOptions options, SimulationPlan plan, TextWriter output, TextWriter error)
    {
        using StreamWriter? trace = Opened(options.Trace);
        using StreamWriter? page = Opened(options.Html);
        plan = plan with { Trace = trace };
        ImmutableArray<SimulationResult>.Builder results = ImmutableArray.CreateBuilder<SimulationResult>();
        for (int run = 0; run < options.Runs; run++)
        {
            results.Add(SimulationRun.Of(plan, unchecked((options.Seed + run) & int.MaxValue)));
        }

        ImmutableArray<SimulationResult> all = results.DrainToImmutable();
        SimulationResult shown = ReportText.Worst(all);
        if (!options.Quiet)
        {
            output.Write(options.Json ? ReportJson.Of(all) : all.Length == 1 ? ReportText.Of(shown) : $"{ReportText.OfMany(all)}\n{ReportText.Of(shown)}");
        }

        page?.Write(ReportHtml.Of(shown));

        string[] failures = [.. options.Expectations.SelectMany(expectation => all.SelectMany(result => expectation.Failures(result)))];
        foreach (string failure in failures)
        {
            error.Write($"helios simulate: not kept: {failure}\n");
        }

        return failures.Length == 0 ? Kept : NotKept;
    }

    private static Scenario ScenarioOf(SimulateOptions options)
    {
        if (options.Replay is not { } journal)
        {
            return options.Scenario is { } path ? ScenarioFile.Load(Path.GetFullPath(path)) : Scenario.Steady;
        }

        return Journal.ToScenario(Journal.Read(journal));
    }

    // Before anything is simulated: a day is not thrown away because there is no place for its picture.
    private static StreamWriter? Opened(string? path)
    {
        try
        {
            return path is null ? null : new StreamWriter(path, append: false, new UTF8Encoding(false));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new FormatException(Reason.At(path!, fault), fault);
        }
    }
}
