namespace Helios.Backends.Contract.Tests;

/// <summary>The contract on the Namespaces backend of this host.</summary>
public sealed class NamespacesContract(NamespacesSubject subject, BusyboxRoot root)
    : BackendContract(subject, root), IClassFixture<NamespacesSubject>, IClassFixture<BusyboxRoot>;
