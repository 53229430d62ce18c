using Helios.Support.Beds;

namespace Helios.Backends.Contract.Tests;

/// <summary>The contract on the SystemdRun backend where all controllers are in one v2 tree: in a guest.</summary>
public sealed class UnifiedSystemdRunContract(UnifiedSystemdRunContract.Machine machine) : IClassFixture<UnifiedSystemdRunContract.Machine>
{
    [Theory]
    [MemberData(nameof(ContractCases.Rows), MemberType = typeof(ContractCases))]
    public Task Promise(string name) => BackendContract.InBed(Guest.WhyNot(GuestKind.Uml), machine, name);

    public sealed class Machine() : GuestRun(GuestKind.Uml, "-class", typeof(SystemdRunContract).FullName!);
}
