namespace Helios.Backends.Contract.Tests;

/// <summary>The cases about control groups on crun with one v2 tree, which proves them for v2.</summary>
public sealed class UnifiedCrunContract(CrunInGuests guests)
{
    public static IEnumerable<TheoryDataRow<string>> Rows => ContractCases.RowsOf(GuestAreas.OfGroups);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Promise(string name) => guests.ReportUnified(name);
}
