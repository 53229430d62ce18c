using Helios.Support.Beds;

namespace Helios.Backends.Contract.Tests;

/// <summary>The limits on the Namespaces backend on a v2 machine with two processors and a disk, for what user-mode Linux has not: cpuset and io weights.</summary>
public sealed class ProcessorsAndDisksContract(ProcessorsAndDisksContract.Machine machine) : IClassFixture<ProcessorsAndDisksContract.Machine>
{
    private static readonly string[] s_areas = ["limits", "groups", "freeze"];

    public static IEnumerable<TheoryDataRow<string>> Rows => ContractCases.RowsOf(s_areas);

    [Theory]
    [MemberData(nameof(Rows))]
    public Task Promise(string name) => BackendContract.InBed(Guest.WhyNot(GuestKind.Tcg), machine, name);

    public sealed class Machine() : GuestRun(GuestKind.Tcg, ["-class", typeof(NamespacesContract).FullName!, .. ContractCases.FilterOf(s_areas)]);
}
