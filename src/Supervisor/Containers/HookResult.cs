using Helios.Contracts;

namespace Helios.Supervisor;

/// <summary>How a hook ended.</summary>
/// <param name="Failure">Why it failed, in one clause; null when it succeeded or there was none.</param>
internal readonly record struct HookResult(string? Failure)
{
    internal static HookResult Good => default;

    internal static HookResult Of(ExitStatus status) => new(status.IsSuccess ? null : status.ToString());
}
