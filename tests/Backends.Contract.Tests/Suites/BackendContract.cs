using Helios.Support.Beds;

namespace Helios.Backends.Contract.Tests;

/// <summary>Every case of the contract on one backend.</summary>
public abstract class BackendContract(Subject subject, BusyboxRoot root)
{
    [Theory]
    [MemberData(nameof(ContractCases.Rows), MemberType = typeof(ContractCases))]
    public virtual Task Promise(string name) => ProveAsync(name);

    /// <summary>Reports what a case found inside a bed; skips where there can be no such bed.</summary>
    internal static Task InBed(string? whyNot, BedRun bed, string name)
    {
        if (whyNot is not null)
        {
            Assert.Skip(whyNot);
        }

        bed.Report(name);
        return Task.CompletedTask;
    }

    protected async Task ProveAsync(string name)
    {
        if ((BusyboxRoot.WhyNot ?? subject.WhyNot) is { } lack)
        {
            Assert.Skip(lack);
        }

        if (subject.Exceptions.TryGetValue(name, out string? exception))
        {
            Assert.Skip($"an exception of {subject.Backend.Name}: {exception}");
        }

        await using CaseRun run = new(subject, root.Path);
        await ContractCases.Named(name).Body(run);
    }
}
