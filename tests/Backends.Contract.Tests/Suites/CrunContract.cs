namespace Helios.Backends.Contract.Tests;

/// <summary>The contract on crun, which proves the cases.</summary>
public sealed class CrunContract(CrunSubject subject, BusyboxRoot root)
    : BackendContract(subject, root), IClassFixture<CrunSubject>, IClassFixture<BusyboxRoot>;
