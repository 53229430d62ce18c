using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>Sets the per-process limits and the OOM score.</summary>
internal sealed class ProcessLimits(ImmutableArray<Rlimit> limits, int? oomScoreAdjust) : ChildStep
{
    internal override LaunchStep Describe() => Step(
        "process-limits",
        "set " + string.Join(", ", limits.Select(static limit => $"rlimit {limit}").Concat(oomScoreAdjust is { } score ? [$"oom_score_adj {score}"] : [])),
        [.. limits.Select(static limit => ("rlimit", (string?)limit.ToString())), ("oom-score-adj", oomScoreAdjust?.ToString(CultureInfo.InvariantCulture))]);

    internal override void Emit(ChildScript script)
    {
        if (oomScoreAdjust is { } score)
        {
            // /proc is the one this launch has mounted, so this cannot be a file of somebody's making.
            string label = $"set oom_score_adj {score}";
            byte[] text = Encoding.ASCII.GetBytes(score.ToString(CultureInfo.InvariantCulture));
            SpawnResult file = script.Call(label, Sys.openat, OpenFlags.AT_FDCWD, script.Text("/proc/self/oom_score_adj"), OpenFlags.O_WRONLY | OpenFlags.O_CLOEXEC, 0);
            script.Call(label, Sys.write, file, script.Script.Bytes(text), text.Length);
            script.Call(label, Sys.close, file);
        }

        foreach (Rlimit limit in limits)
        {
            ResourceLimit pair = new() { Soft = limit.Soft ?? ResourceLimit.Infinity, Hard = limit.Hard ?? ResourceLimit.Infinity };
            script.Call($"set rlimit {limit}", Sys.prlimit64, 0, (long)limit.Kind, script.Script.Struct(pair), 0);
        }
    }
}
