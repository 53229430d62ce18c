using Helios.Support.Beds;

namespace Helios.Backends.Contract.Tests;

/// <summary>The contract on the SystemdRun backend: here where systemd runs, otherwise in a box that runs one.</summary>
public sealed class SystemdRunContract(SystemdRunSubject subject, BusyboxRoot root, SystemdRunContract.Box box)
    : BackendContract(subject, root), IClassFixture<SystemdRunSubject>, IClassFixture<BusyboxRoot>, IClassFixture<SystemdRunContract.Box>
{
    private readonly SystemdRunSubject _subject = subject;

    public override Task Promise(string name)
        => _subject.WhyNot is null || BusyboxRoot.WhyNot is not null ? ProveAsync(name) : InBed(SystemdBox.WhyNot, box, name);

    public sealed class Box() : SystemdBoxRun("-class", typeof(SystemdRunContract).FullName!);
}
