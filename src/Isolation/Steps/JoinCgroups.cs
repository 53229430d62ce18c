using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>Moves the child into the v1 control groups it cannot be born into, before it does anything else.</summary>
/// <remarks>
/// It writes 0, "me", to <c>tasks</c>. A thread that moves itself alone needs none of the kernel's locks against forks and exits, while a
/// write of its pid to <c>cgroup.procs</c> by somebody else waits 8 ms for an RCU grace period when the last was a while ago.
/// </remarks>
internal sealed class JoinCgroups(ImmutableArray<KeyValuePair<string, string>> leaves) : ChildStep
{
    internal override LaunchStep Describe() => Step(
        "join-cgroups", $"join the v1 control groups of {string.Join(", ", leaves.Select(static leaf => leaf.Key))}",
        [.. leaves.Select(static leaf => (leaf.Key, (string?)leaf.Value))]);

    internal override void Emit(ChildScript script)
    {
        SpawnArgument self = script.Text("0");
        foreach ((string controller, string leaf) in leaves.DistinctBy(static leaf => leaf.Value))
        {
            string label = $"join the {controller} control group {leaf}";
            SpawnResult tasks = script.Call(label, Sys.openat, OpenFlags.AT_FDCWD, script.Text(leaf + "/tasks"), OpenFlags.O_WRONLY | OpenFlags.O_CLOEXEC, 0);
            script.Call(label, Sys.write, tasks, self, 1);
            script.Call(label, Sys.close, tasks);
        }
    }
}
