namespace Helios.Backends.Contract.Tests;

/// <summary>The limits on the Namespaces backend on an emulated v2 machine.</summary>
public sealed class EmulatedNamespacesContract(NamespacesInGuests guests)
{
    public static IEnumerable<TheoryDataRow<string>> Rows => ContractCases.RowsOf(GuestAreas.Emulated);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Promise(string name) => guests.ReportEmulated(name);
}
