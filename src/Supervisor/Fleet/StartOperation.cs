using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Fleets;

namespace Helios.Supervisor;

/// <summary>Somebody who waits until several containers have come up.</summary>
/// <param name="remaining">Those that have not got there yet.</param>
/// <param name="until">How far.</param>
/// <param name="done">Gets the failures when it is over.</param>
internal sealed class StartOperation(HashSet<ContainerId> remaining, FleetProtocol.Until until, Action<ImmutableArray<KeyValuePair<ContainerId, string>>> done)
{
    private readonly List<KeyValuePair<ContainerId, string>> _failures = [];

    internal bool IsOver => remaining.Count == 0;

    /// <summary>Takes notice of a container's facts.</summary>
    internal void Note(ContainerStatus status)
    {
        if (!remaining.Contains(status.Id))
        {
            return;
        }

        bool up = status.State is ContainerState.Running or ContainerState.Paused;
        bool finished = status.State is ContainerState.Exited or ContainerState.Removed && status.LastExit is ExitCause.Exited { ExitCode: 0 };
        if ((up && (until == FleetProtocol.Until.Running || status.Ready)) || finished)
        {
            remaining.Remove(status.Id);
        }
        else if (status.State is ContainerState.Failed or ContainerState.BackingOff or ContainerState.Exited or ContainerState.Removed)
        {
            remaining.Remove(status.Id);
            _failures.Add(new(status.Id, status.LastExit is { } cause ? $"{cause}{(status.State == ContainerState.BackingOff ? $"; {status.Detail}" : "")}" : status.Detail ?? "stopped"));
        }
    }

    /// <summary>Takes notice that a container waits for what does not come.</summary>
    internal void Fail(ContainerId id, string reason)
    {
        if (remaining.Remove(id))
        {
            _failures.Add(new(id, reason));
        }
    }

    internal void Complete() => done([.. _failures]);
}
