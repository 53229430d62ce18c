using Helios.Support;
using Helios.Support.Beds;

namespace Helios.Backends.Contract.Tests;

/// <summary>The contract on the SystemdRun backend where all controllers are in one v2 tree: in a guest.</summary>
/// <remarks>systemd-run takes a third of a second there, so without HELIOS_LONG=1 only what depends on control groups and on the kernel's age runs.</remarks>
public sealed class UnifiedSystemdRunContract(UnifiedSystemdRunContract.Machine machine) : IClassFixture<UnifiedSystemdRunContract.Machine>
{
    private static readonly string[] s_areas = ["lifecycle", "exit", "limits", "groups", "swap", "freeze"];

    public static IEnumerable<TheoryDataRow<string>> Rows => Needs.Long ? ContractCases.Rows : ContractCases.RowsOf(s_areas);

    [Theory]
    [MemberData(nameof(Rows))]
    public Task Promise(string name) => BackendContract.InBed(Guest.WhyNot(GuestKind.Uml), machine, name);

    public sealed class Machine() : GuestRun(
        GuestKind.Uml, ["-class", typeof(SystemdRunContract).FullName!, .. Needs.Long ? [] : ContractCases.FilterOf(s_areas)]);
}
