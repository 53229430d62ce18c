using Helios.Support.Beds;

namespace Helios.Backends.Contract.Tests;

/// <summary>The cases about control groups on crun in a guest with one v2 tree, which proves them for v2.</summary>
public sealed class UnifiedCrunContract(UnifiedCrunContract.Machine machine) : IClassFixture<UnifiedCrunContract.Machine>
{
    private static readonly string[] s_areas = ["limits", "groups", "swap", "freeze"];

    public static IEnumerable<TheoryDataRow<string>> Rows => ContractCases.RowsOf(s_areas);

    [Theory]
    [MemberData(nameof(Rows))]
    public Task Promise(string name) => BackendContract.InBed(Guest.WhyNot(GuestKind.Uml), machine, name);

    public sealed class Machine() : GuestRun(GuestKind.Uml, ["-class", typeof(CrunContract).FullName!, .. ContractCases.FilterOf(s_areas)]);
}
