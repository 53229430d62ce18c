using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>One promise of the backend contract.</summary>
/// <param name="Name">The promise as a sentence.</param>
/// <param name="Body">Proves it, or skips where the backend declares that it cannot.</param>
public sealed record ContractCase(string Name, Func<CaseRun, Task> Body)
{
    /// <summary>A promise proved by what a shell script prints inside.</summary>
    public static ContractCase Prints(string name, string script, string expected, Func<ContainerSpec, ContainerSpec>? with = null)
        => new(name, async run =>
        {
            Outcome outcome = await run.RunAsync(run.Shell(script), with);
            Assert.Equal((expected, 0), (outcome.Output.Trim(), outcome.Status.Code));
        });

    /// <summary>A promise proved by the exit code of a shell script.</summary>
    public static ContractCase Exits(string name, string script, int code, Func<ContainerSpec, ContainerSpec>? with = null)
        => new(name, async run =>
        {
            Outcome outcome = await run.RunAsync(run.Shell(script), with);
            Assert.True(code == outcome.Status.Code, $"{outcome.Status} instead of {code}; {outcome.Output}{outcome.Error}");
        });

    /// <summary>A specification that is refused before anything is made.</summary>
    /// <param name="name">The promise.</param>
    /// <param name="field">The field that is at fault.</param>
    /// <param name="with">Spoils it.</param>
    /// <param name="looksAtHost">Whether the fault shows only on the host, so that a backend without one cannot see it.</param>
    public static ContractCase Refuses(string name, string field, Func<ContainerSpec, ContainerSpec> with, bool looksAtHost = false)
        => new(name, async run =>
        {
            run.DemandBackend();
            if (looksAtHost)
            {
                run.DemandProcesses();
            }

            ContainerSpec spec = with(run.Shell("true"));
            run.DemandFeatures(spec);
            Assert.Contains(run.Backend.Validate(spec), fault => fault.Field == field);
            await Assert.ThrowsAsync<BackendException>(() => run.Backend.PrepareAsync(spec, ContainerIo.Nothing, CancellationToken.None));
        });

    /// <summary>A start that fails with a cause that has this exit code.</summary>
    public static ContractCase FailsToStart(string name, int code, Func<ContainerSpec, ContainerSpec> with)
        => new(name, async run =>
        {
            ContainerSpec spec = with(run.Shell("true"));
            BackendException failure = await Assert.ThrowsAsync<BackendException>(() => run.RunAsync(spec));
            Assert.Equal(code, failure.Cause.Code);
            Assert.DoesNotContain('\n', failure.Message);
        });

    public override string ToString() => Name;
}
