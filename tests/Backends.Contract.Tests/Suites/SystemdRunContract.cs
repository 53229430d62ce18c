namespace Helios.Backends.Contract.Tests;

/// <summary>The contract on the SystemdRun backend, where systemd runs.</summary>
public sealed class SystemdRunContract(SystemdRunSubject subject, BusyboxRoot root)
    : BackendContract(subject, root), IClassFixture<SystemdRunSubject>, IClassFixture<BusyboxRoot>;
