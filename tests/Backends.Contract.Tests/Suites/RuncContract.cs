namespace Helios.Backends.Contract.Tests;

/// <summary>The contract on runc, which proves the cases.</summary>
public sealed class RuncContract(RuncSubject subject, BusyboxRoot root)
    : BackendContract(subject, root), IClassFixture<RuncSubject>, IClassFixture<BusyboxRoot>;
