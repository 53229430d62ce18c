using Helios.Support.Beds;

namespace Helios.Backends.Contract.Tests;

/// <summary>The whole contract: every promise, by area.</summary>
public static class ContractCases
{
    /// <summary>The trait that a bed chooses areas by.</summary>
    public const string AreaTrait = "area";

    private static readonly (string Area, IEnumerable<ContractCase> Cases)[] s_areas =
    [
        ("lifecycle", LifecycleCases.All),
        ("exit", ExitCases.All),
        ("signals", SignalCases.All),
        ("environment", EnvironmentCases.All),
        ("streams", StreamCases.All),
        ("working-directory", WorkingDirectoryCases.All),
        ("users", UserCases.All),
        ("namespaces", NamespaceCases.All),
        ("mounts", MountCases.All),
        ("host-root", HostRootCases.All),
        ("security", SecurityCases.All),
        ("breakout", BreakoutCases.All),
        ("limits", LimitCases.All),
        ("groups", GroupCases.All),
        ("swap", SwapCases.All),
        ("disk", DiskCases.All),
        ("reach", ReachCases.All),
        ("terminal", TerminalCases.All),
        ("exec", ExecCases.All),
        ("freeze", FreezeCases.All),
        ("errors", ErrorCases.All),
        ("concurrency", ConcurrencyCases.All),
    ];

    private static readonly Dictionary<string, ContractCase> s_byName = s_areas.SelectMany(static area => area.Cases).ToDictionary(static one => one.Name);

    /// <summary>A theory row for each case.</summary>
    public static IEnumerable<TheoryDataRow<string>> Rows { get; } = [.. s_areas.SelectMany(static area => area.Cases.Select(one => Row(area.Area, one)))];

    public static int Count => s_byName.Count;

    /// <summary>The areas, with how many cases each has.</summary>
    public static IEnumerable<(string Area, int Count)> Areas => s_areas.Select(static area => (area.Area, area.Cases.Count()));

    public static bool Has(string name) => s_byName.ContainsKey(name);

    public static ContractCase Named(string name) => s_byName[name];

    /// <summary>The rows of some areas.</summary>
    public static IEnumerable<TheoryDataRow<string>> RowsOf(params IReadOnlyCollection<string> areas)
        => s_areas.Where(area => areas.Contains(area.Area)).SelectMany(static area => area.Cases.Select(one => Row(area.Area, one)));

    /// <summary>The test program's options that choose the rows of some areas.</summary>
    public static IEnumerable<string> FilterOf(params IEnumerable<string> areas) => areas.SelectMany(static area => (string[])["-trait", $"{AreaTrait}={area}"]);

    private static TheoryDataRow<string> Row(string area, ContractCase one)
        => new TheoryDataRow<string>(one.Name).WithTrait(AreaTrait, area).WithTrait(BedRun.KeyTrait, one.Name);
}
