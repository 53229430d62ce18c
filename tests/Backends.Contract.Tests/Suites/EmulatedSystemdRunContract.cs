using Helios.Support;
using Helios.Support.Beds;

namespace Helios.Backends.Contract.Tests;

/// <summary>The limits on the SystemdRun backend on an emulated v2 machine, for what user-mode Linux has not: cpuset, two processors, a disk with weights.</summary>
public sealed class EmulatedSystemdRunContract(EmulatedSystemdRunContract.Machine machine) : IClassFixture<EmulatedSystemdRunContract.Machine>
{
    private static readonly string[] s_areas = Needs.Long ? ["limits", "groups", "swap", "disk", "freeze"] : ["groups", "disk"];

    public static IEnumerable<TheoryDataRow<string>> Rows => ContractCases.RowsOf(s_areas);

    [Theory]
    [MemberData(nameof(Rows))]
    public Task Promise(string name) => BackendContract.InBed(Guest.WhyNot(GuestKind.Tcg), machine, name);

    public sealed class Machine() : GuestRun(GuestKind.Tcg, ["-class", typeof(SystemdRunContract).FullName!, .. ContractCases.FilterOf(s_areas)]);
}
