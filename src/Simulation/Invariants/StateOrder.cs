using S = Helios.Fleets.ContainerState;

namespace Helios.Simulation;

/// <summary>Which state may follow which: the picture of <see cref="Fleets.ContainerState"/> as a table.</summary>
internal static class StateOrder
{
    internal static bool Allows(S before, S after) => after == S.Removed || before switch
    {
        S.Created => after is S.Waiting,
        S.Waiting => after is S.Preparing or S.Exited or S.Created or S.Failed,
        S.Preparing => after is S.Starting or S.Stopping or S.BackingOff or S.Failed or S.Exited or S.Waiting,
        S.Starting => after is S.Running or S.Stopping or S.BackingOff or S.Failed or S.Exited or S.Waiting,
        S.Running => after is S.Paused or S.Stopping or S.BackingOff or S.Exited or S.Failed or S.Waiting,
        S.Paused => after is S.Running or S.Stopping or S.BackingOff or S.Exited or S.Failed or S.Waiting,
        S.Stopping => after is S.Exited or S.BackingOff or S.Failed or S.Waiting,
        S.Exited or S.Failed => after is S.Waiting,
        S.BackingOff => after is S.Waiting or S.Exited or S.Failed,
        _ => false,
    };
}
