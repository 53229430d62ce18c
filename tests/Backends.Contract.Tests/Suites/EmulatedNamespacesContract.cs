using Helios.Support;
using Helios.Support.Beds;

namespace Helios.Backends.Contract.Tests;

/// <summary>The limits on the Namespaces backend on an emulated v2 machine, for what user-mode Linux has not: cpuset, two processors, a disk with weights.</summary>
public sealed class EmulatedNamespacesContract(EmulatedNamespacesContract.Machine machine) : IClassFixture<EmulatedNamespacesContract.Machine>
{
    /// <summary>What is run on such a machine; emulation is too slow for the rest, and swapping takes it 10 s a case.</summary>
    internal static string[] Areas { get; } = ["limits", "groups", "disk", "freeze", .. Needs.Long ? ["swap"] : (string[])[]];

    public static IEnumerable<TheoryDataRow<string>> Rows => ContractCases.RowsOf(Areas);

    [Theory]
    [MemberData(nameof(Rows))]
    public Task Promise(string name) => BackendContract.InBed(Guest.WhyNot(GuestKind.Tcg), machine, name);

    public sealed class Machine() : GuestRun(GuestKind.Tcg, ["-class", typeof(NamespacesContract).FullName!, .. ContractCases.FilterOf(Areas)]);
}
