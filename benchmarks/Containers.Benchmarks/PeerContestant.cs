using System.Diagnostics;
using Helios.Support;

namespace Helios.Containers.Benchmarks;

/// <summary>Another runtime, as one runs it: a process for each container.</summary>
internal sealed class PeerContestant(string name, ProcessStartInfo command)
{
    internal string Name => name;

    internal static IEnumerable<PeerContestant> Installed(BusyboxBundle bundle)
    {
        string id = $"bench-{Environment.ProcessId}";
        (string Name, string[] Command)[] peers =
        [
            ("unshare (no pivot_root, no limits)", ["unshare", "--mount", "--uts", "--ipc", "--net", "--pid", "--fork", "--mount-proc", "--root=" + bundle.Root, "/bin/true"]),
            ("bwrap --unshare-all", ["bwrap", "--unshare-all", "--bind", bundle.Root, "/", "--proc", "/proc", "--dev", "/dev", "/bin/true"]),

            // crun refuses a hybrid host until the v2 tree is out of its sight, in a mount namespace of its own; runc is given the same for fairness.
            ("crun run", ["unshare", "-m", "--propagation", "private", "sh", "-c", $"mount -t tmpfs none /sys/fs/cgroup/unified 2>/dev/null; exec crun run {id}-crun"]),
            ("runc run", ["unshare", "-m", "--propagation", "private", "sh", "-c", $"mount -t tmpfs none /sys/fs/cgroup/unified 2>/dev/null; exec runc run {id}-runc"]),
        ];
        foreach ((string peer, string[] words) in peers)
        {
            if (Tool.Find(peer.Split(' ')[0]) is null)
            {
                continue;
            }

            PeerContestant contestant = new(peer, new ProcessStartInfo(Tool.Find(words[0])!, words[1..]) { WorkingDirectory = bundle.Bundle });
            if (contestant.TryRun(out string problem))
            {
                yield return contestant;
            }
            else
            {
                Console.Error.WriteLine($"left out: {peer}: {problem}");
            }
        }
    }

    internal TimeSpan Run()
    {
        long start = Stopwatch.GetTimestamp();
        return TryRun(out string problem) ? Stopwatch.GetElapsedTime(start) : throw new InvalidOperationException($"{name}: {problem}");
    }

    private bool TryRun(out string problem)
    {
        ToolResult result = Tool.Run(command);
        problem = result.Errors;
        return result.ExitCode == 0;
    }
}
