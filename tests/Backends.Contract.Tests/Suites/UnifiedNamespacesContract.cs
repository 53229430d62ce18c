using Helios.Support.Beds;

namespace Helios.Backends.Contract.Tests;

/// <summary>The contract on the Namespaces backend where all controllers are in one v2 tree: in a guest.</summary>
public sealed class UnifiedNamespacesContract(UnifiedNamespacesContract.Machine machine) : IClassFixture<UnifiedNamespacesContract.Machine>
{
    [Theory]
    [MemberData(nameof(ContractCases.Rows), MemberType = typeof(ContractCases))]
    public Task Promise(string name) => BackendContract.InBed(Guest.WhyNot(GuestKind.Uml), machine, name);

    public sealed class Machine() : GuestRun(GuestKind.Uml, "-class", typeof(NamespacesContract).FullName!);
}
