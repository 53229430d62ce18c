using Helios.Support;

namespace Helios.Backends.Contract.Tests;

/// <summary>Which areas of the contract run in which guests.</summary>
internal static class GuestAreas
{
    internal static string[] All { get; } = [.. ContractCases.Areas.Select(static area => area.Area)];

    /// <summary>What an existing runtime proves on one v2 tree.</summary>
    internal static string[] OfGroups { get; } = ["limits", "groups", "swap", "freeze"];

    /// <summary>What user-mode Linux has not: cpuset, two processors, a disk with weights. Swapping takes an emulated machine 10 s a case.</summary>
    internal static string[] Emulated { get; } = ["limits", "groups", "disk", "freeze", .. Needs.Long ? ["swap"] : (string[])[]];
}
