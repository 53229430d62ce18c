using Helios.Support.Beds;

namespace Helios.Backends.Contract.Tests;

/// <summary>The contract on the SystemdRun backend: here where systemd runs, otherwise in a box that runs one.</summary>
public sealed class SystemdRunContract(SystemdRunSubject subject, BusyboxRoot root, BedRun bed)
    : BackendContract(subject, root), IClassFixture<SystemdRunSubject>, IClassFixture<BusyboxRoot>, IClassFixture<BedRun>
{
    private readonly SystemdRunSubject _subject = subject;

    public override Task Promise(string name)
    {
        if (_subject.WhyNot is null || BusyboxRoot.WhyNot is not null)
        {
            return ProveAsync(name);
        }

        if (SystemdBox.WhyNot is { } lack)
        {
            Assert.Skip(lack);
        }

        bed.Report(name);
        return Task.CompletedTask;
    }
}
