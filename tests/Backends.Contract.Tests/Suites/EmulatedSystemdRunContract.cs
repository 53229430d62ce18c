using Helios.Support.Beds;

namespace Helios.Backends.Contract.Tests;

/// <summary>The limits on the SystemdRun backend on an emulated v2 machine, for what user-mode Linux has not: cpuset, two processors, a disk with weights.</summary>
public sealed class EmulatedSystemdRunContract(EmulatedSystemdRunContract.Machine machine) : IClassFixture<EmulatedSystemdRunContract.Machine>
{
    public static IEnumerable<TheoryDataRow<string>> Rows => ContractCases.RowsOf(EmulatedNamespacesContract.Areas);

    [Theory]
    [MemberData(nameof(Rows))]
    public Task Promise(string name) => BackendContract.InBed(Guest.WhyNot(GuestKind.Tcg), machine, name);

    public sealed class Machine() : GuestRun(GuestKind.Tcg, ["-class", typeof(SystemdRunContract).FullName!, .. ContractCases.FilterOf(EmulatedNamespacesContract.Areas)]);
}
