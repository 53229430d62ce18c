namespace Helios.Backends.Contract.Tests;

/// <summary>The contract on the Namespaces backend where all controllers are in one v2 tree.</summary>
public sealed class UnifiedNamespacesContract(NamespacesInGuests guests)
{
    public static IEnumerable<TheoryDataRow<string>> Rows => ContractCases.RowsOf(GuestAreas.All);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Promise(string name) => guests.ReportUnified(name);
}
