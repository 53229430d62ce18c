namespace Helios.Forktop;

/// <summary>All processes that were seen, as a tree: a fold over events. For one thread.</summary>
internal sealed class ProcessTree(int most = ProcessTree.DefaultMost)
{
    /// <summary>How many processes are kept before the oldest finished ones are forgotten.</summary>
    internal const int DefaultMost = 200_000;

    private readonly int _most = most;
    private readonly Dictionary<ProcessKey, ProcessNode> _nodes = [];
    private readonly List<ProcessNode> _roots = [];
    private readonly Queue<ProcessNode> _finished = new();

    /// <summary>The processes whose makers are not in the tree.</summary>
    internal IReadOnlyList<ProcessNode> Roots => _roots;

    /// <summary>What the host's own processes may do: what forktop itself may, read at the start.</summary>
    internal ProcessPermissions? Host { get; set; }

    /// <summary>How many processes are in the tree.</summary>
    internal int Count => _nodes.Count;

    /// <summary>How many of them have not ended.</summary>
    internal int Alive { get; private set; }

    /// <summary>How many were seen, the forgotten included.</summary>
    internal int Started { get; private set; }

    /// <summary>How many execs there were.</summary>
    internal int Execs { get; private set; }

    /// <summary>How many processes ended other than by exit code 0.</summary>
    internal int Failures { get; private set; }

    /// <summary>Why the events come from where they come; null while there is nothing to say.</summary>
    internal string? SourceNote { get; private set; }

    /// <summary>When the first event happened.</summary>
    internal long FirstTime { get; private set; }

    /// <summary>When the last event happened.</summary>
    internal long LastTime { get; private set; }

    /// <summary>The process of a key; null for one that was never seen or is forgotten.</summary>
    internal ProcessNode? Find(ProcessKey key) => _nodes.GetValueOrDefault(key);

    /// <summary>Every process, makers before those they made.</summary>
    internal IEnumerable<ProcessNode> All()
    {
        Stack<ProcessNode> waiting = new(_roots.AsEnumerable().Reverse());
        while (waiting.TryPop(out ProcessNode? node))
        {
            yield return node;
            for (int i = node.Children.Count - 1; i >= 0; i--)
            {
                waiting.Push(node.Children[i]);
            }
        }
    }

    /// <summary>Gives processes the names of their containers.</summary>
    /// <param name="names">By the containers' first processes.</param>
    internal void NameContainers(IReadOnlyDictionary<int, string> names)
    {
        foreach (ProcessNode node in All())
        {
            if (node.EndTime == 0)
            {
                node.Container = names.GetValueOrDefault(node.Key.Pid) ?? node.Container ?? node.Parent?.Container;
            }
        }
    }

    /// <summary>Takes in an event.</summary>
    /// <returns>What it meant for the tree.</returns>
    internal Applied Apply(TraceEvent happened)
    {
        if (FirstTime == 0)
        {
            FirstTime = happened.Time;
        }

        LastTime = Math.Max(LastTime, happened.Time);
        if (happened is TraceEvent.Note note)
        {
            SourceNote = note.Text;
            return default;
        }

        if (happened is TraceEvent.Started started)
        {
            return new Applied(Start(started), null);
        }

        ProcessNode? node = Find(happened.Process);
        return node is null ? default : new Applied(node, Change(node, happened));
    }

    private ProcessNode Start(TraceEvent.Started started)
    {
        ProcessNode? parent = started.Parent is { } key ? Find(key) : null;
        ProcessNode node = new(started.Process, parent, started.Kind) { InnerPid = started.InnerPid, Container = parent?.Container };
        if (parent is null)
        {
            _roots.Add(node);
        }
        else
        {
            parent.Add(node);
        }

        _nodes[started.Process] = node;
        Started++;
        Alive++;
        if (_nodes.Count > _most)
        {
            ForgetOldest();
        }

        return node;
    }

    private string? Change(ProcessNode node, TraceEvent happened)
    {
        switch (happened)
        {
            case TraceEvent.Executed executed:
                node.Become(executed.Image);
                Execs += executed.Snapshot ? 0 : 1;
                break;
            case TraceEvent.ExecFailed:
                node.FailedExecs++;
                break;
            case TraceEvent.ThreadStarted:
                node.MoreThreads++;
                break;
            case TraceEvent.ThreadEnded:
                node.MoreThreads = Math.Max(0, node.MoreThreads - 1);
                break;
            case TraceEvent.Stopped:
                node.State = NodeState.Stopped;
                break;
            case TraceEvent.Held:
                node.State = NodeState.Held;
                break;
            case TraceEvent.Continued or TraceEvent.Released:
                node.State = NodeState.Running;
                break;
            case TraceEvent.Reparented reparented:
                node.NewParent = reparented.ParentPid;
                break;
            case TraceEvent.Detached:
                End(node, NodeState.Detached, happened.Time);
                break;
            case TraceEvent.Exited exited:
                node.Status = exited.Status;
                node.Usage = exited.Usage;
                Failures += exited.Status is { Code: not 0 } ? 1 : 0;
                End(node, NodeState.Ended, happened.Time);
                break;
            case TraceEvent.PermissionsSeen seen:
                return Permit(node, seen);
        }

        return null;
    }

    private string? Permit(ProcessNode node, TraceEvent.PermissionsSeen seen)
    {
        ProcessPermissions? before = node.Permissions;
        node.Permissions = seen.Permissions;
        node.InnerPid = seen.Permissions.Credentials.InnerPid;
        if (before is null || PermissionComparison.Growth(before, seen.Permissions, Host) is not { } growth)
        {
            return null;
        }

        string alarm = $"{seen.Cause}: {growth}";
        node.Alarm(alarm);
        return alarm;
    }

    private void End(ProcessNode node, NodeState state, long time)
    {
        if (node.State is NodeState.Ended or NodeState.Detached)
        {
            return;
        }

        node.State = state;
        node.EndTime = time;
        node.MoreThreads = 0;
        Alive--;
        _finished.Enqueue(node);
    }

    // Only leaves go: what is below a finished process still needs its place.
    private void ForgetOldest()
    {
        for (int looked = _finished.Count; looked > 0 && _nodes.Count > _most; looked--)
        {
            ProcessNode node = _finished.Dequeue();
            if (node.Children.Count > 0)
            {
                _finished.Enqueue(node);
                continue;
            }

            _nodes.Remove(node.Key);
            if (node.Parent is { } parent)
            {
                parent.Remove(node);
            }
            else
            {
                _roots.Remove(node);
            }
        }
    }
}

/// <summary>What an event meant for the tree.</summary>
/// <param name="Node">The process; null for an event of none, or of one that is forgotten.</param>
/// <param name="Alarm">How its privilege has grown; null when it has not.</param>
internal readonly record struct Applied(ProcessNode? Node, string? Alarm);
