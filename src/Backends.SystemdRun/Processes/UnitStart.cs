using System.Collections.Immutable;
using Helios.Backends.SystemdRun.Gates;
using Helios.Backends.SystemdRun.Units;
using Helios.Contracts;
using Helios.Isolation.Launch;
using Helios.Linux;
using Microsoft.Win32.SafeHandles;

namespace Helios.Backends.SystemdRun.Processes;

/// <summary>The start of a container: asks for the unit, waits for the gate in it, lets it go on. When it fails, the unit is stopped.</summary>
internal sealed class UnitStart(ContainerSpec spec, ContainerIo io, UnitPlan plan, GateSocket gate, UnitSurroundings around)
{
    private bool _refused;

    /// <summary>Returns when the payload's exec has succeeded.</summary>
    /// <param name="ended">Called once the payload has ended, while the unit and its counters are still there.</param>
    /// <param name="cancellation">Gives up while systemd has not got to it yet.</param>
    /// <exception cref="BackendException">A step failed; nothing of the container runs any more.</exception>
    internal (UnitProcess Process, UnitCgroup Group) Run(Action<UnitCgroup> ended, CancellationToken cancellation)
    {
        UnitCgroup? group = null;
        try
        {
            using RunningTool starter = around.Tools.Start([.. plan.Arguments(around.Facts.UserManager)]);

            // Written while systemd makes the unit.
            using GateWork work = new(plan.Work, io, spec.Terminal);
            int process = AwaitGate(starter, cancellation);
            group = new UnitCgroup(around.Facts, plan.UnitName);
            return (Release(process, work, group, ended), group);
        }
        catch (Exception failure)
        {
            group?.Dispose();
            if (!_refused)
            {
                around.Units.Kill(plan.UnitName);
            }

            if (failure is SyscallException or IOException)
            {
                throw new BackendException(new ExitCause.LaunchFailed($"start {plan.UnitName}", Reason.Of(failure)), failure);
            }

            throw;
        }
    }

    // systemd-run has done its work once the gate stands; the manager goes on without it.
    private int AwaitGate(RunningTool starter, CancellationToken cancellation)
    {
        const int patience = 3;
        int empty = 0;
        int ended = -1;
        int? found = gate.Accept(
            process => UnitCgroup.Processes(around.Facts, plan.UnitName).Contains(process),
            () =>
            {
                if (cancellation.IsCancellationRequested || !starter.HasEnded(out int code))
                {
                    return cancellation.IsCancellationRequested;
                }

                // A process enters its control group by itself, so an empty one may be one that it has not got to yet: the manager knows.
                ended = code;
                empty = UnitCgroup.Processes(around.Facts, plan.UnitName).Count > 0 ? 0 : empty + 1;
                return code != 0 || (empty >= patience && around.Units.IsGone(plan.UnitName));
            });
        if (found is { } process)
        {
            return process;
        }

        cancellation.ThrowIfCancellationRequested();

        // What has the unit's name then is not ours.
        _refused = ended > 0;
        string[] said = [ended > 0 ? starter.End().LastLine : "", gate.Complaints(), around.Units.Complaint(plan.UnitName)];
        throw new BackendException(new ExitCause.LaunchFailed(
            $"start {plan.UnitName}", "systemd could not set it up: " + (Array.Find(said, static text => text.Length > 0) ?? $"journalctl --unit={plan.UnitName} tells more")));
    }

    private UnitProcess Release(int process, GateWork work, UnitCgroup group, Action<UnitCgroup> ended)
    {
        // Still connected, so the number is still its own.
        UnitKeeper keeper = new(process, gate);
        SafeFileHandle? terminal = null;
        try
        {
            if (UnitCgroup.SwapBesideSystemd(spec.Limits, around.Facts) is { } both)
            {
                group.LimitSwap(both);
            }

            ProcessLaunch.WriteIdMaps(plan.Work, process);
            (int payload, terminal) = Do(work, process);
            return new UnitProcess(payload, keeper, terminal, around.Events, () => ended(group));
        }
        catch
        {
            terminal?.Dispose();
            keeper.Dispose();
            throw;
        }
    }

    // Which groups systemd makes on cgroup v1 is known for certain once the unit is there: the machine's own defaults have a say.
    private (int ProcessId, SafeFileHandle? Terminal) Do(GateWork work, int process)
    {
        string[] ownGroups = [.. UnitCgroup.V1PlacesOf(around.Facts, process)
            .Where(place => place.Value.EndsWith("/" + plan.UnitName, StringComparison.Ordinal)).Select(static place => place.Key)];
        ImmutableArray<string> view = around.Compiler.View(spec, ownGroups);
        if (view.SequenceEqual(plan.View))
        {
            return work.Do(gate);
        }

        using GateWork other = new(around.Compiler.CompileInside(spec, io.Size, view), io, spec.Terminal);
        return other.Do(gate);
    }
}
