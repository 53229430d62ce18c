using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>Sets the per-process limits.</summary>
internal sealed class ProcessLimits(ImmutableArray<Rlimit> limits) : ChildStep
{
    internal override LaunchStep Describe() => Step(
        "process-limits",
        "set " + string.Join(", ", limits.Select(static limit => $"rlimit {limit}")),
        [.. limits.Select(static limit => ("rlimit", (string?)limit.ToString()))]);

    internal override void Emit(ChildScript script)
    {
        foreach (Rlimit limit in limits)
        {
            ResourceLimit pair = new() { Soft = limit.Soft ?? ResourceLimit.Infinity, Hard = limit.Hard ?? ResourceLimit.Infinity };
            script.Call($"set rlimit {limit}", Sys.prlimit64, 0, (long)limit.Kind, script.Script.Struct(pair), 0);
        }
    }
}
