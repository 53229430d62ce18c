namespace Helios.Forktop;

/// <summary>Looks once a second for changes that no event tells of: who was moved to another cgroup, or changed by somebody else.</summary>
internal sealed class PermissionPoll(ProcessTree tree, IEventSource source)
{
    private const long Interval = 1_000_000_000;
    private const int MostAtATime = 256;

    private readonly ProcessTree _tree = tree;
    private readonly IEventSource _source = source;
    private readonly PermissionReader _reader = new(new TextPool());
    private long _last = Clock.Now;

    /// <summary>What has changed, when it is time to look.</summary>
    internal List<TraceEvent> Due()
    {
        List<TraceEvent> changes = [];
        long now = Clock.Now;
        if (now - _last < Interval || _source is ReplaySource)
        {
            return changes;
        }

        _last = now;
        int ownFilters = _source.Engine is { HasFilter: true } ? 1 : 0;
        foreach (ProcessNode node in _tree.All().Where(static node => node.State is NodeState.Running or NodeState.Stopped or NodeState.Held).Take(MostAtATime))
        {
            if (node.Permissions is not { } known || _reader.ReadCredentials(node.Key.Pid, ownFilters) is not { } credentials)
            {
                continue;
            }

            string[] cgroups = _reader.ReadCgroups(node.Key.Pid);
            bool moved = cgroups.Length > 0 && !cgroups.AsSpan().SequenceEqual(known.Cgroups);
            bool changed = !credentials.Equals(known.Credentials);
            if ((moved || changed) && _reader.Read(node.Key.Pid, ownFilters) is { } read)
            {
                changes.Add(new TraceEvent.PermissionsSeen(now, node.Key, read with { SecureBits = known.SecureBits }, changed ? "poll" : EventText.CgroupCause));
            }
        }

        return changes;
    }
}
