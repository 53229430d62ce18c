using Helios.Contracts;
using Helios.Support.Beds;

namespace Helios.Backends.Contract.Tests;

/// <summary>The contract on the SystemdRun backend: here where systemd runs, otherwise in a box that runs one.</summary>
public sealed class SystemdRunContract(SystemdRunSubject subject, BusyboxRoot root, SystemdRunContract.Box box)
    : BackendContract(subject, root), IClassFixture<SystemdRunSubject>, IClassFixture<BusyboxRoot>, IClassFixture<SystemdRunContract.Box>
{
    private readonly SystemdRunSubject _subject = subject;

    public override Task Promise(string name)
        => _subject.WhyNot is null || BusyboxRoot.WhyNot is not null ? ProveAsync(name) : InBed(SystemdBox.WhyNot, box, name);

    /// <summary>Holds up the table in docs/backends.md, which is written where systemd does not run.</summary>
    [Fact]
    public Task It_lacks_nothing_but_what_the_host_lacks()
    {
        if (_subject.WhyNot is not null)
        {
            return InBed(SystemdBox.WhyNot, box, nameof(It_lacks_nothing_but_what_the_host_lacks));
        }

        Assert.DoesNotContain(Enum.GetValues<Feature>(), feature => !BackendTableTests.DependsOnHost(feature) && !_subject.Backend.Capabilities.Has(feature));
        return Task.CompletedTask;
    }

    public sealed class Box() : SystemdBoxRun("-class", typeof(SystemdRunContract).FullName!);
}
