namespace Helios.Actors.Setup;

/// <summary>How failures of top-level actors are handled.</summary>
internal sealed class GuardianStrategySetup(SupervisorStrategy strategy) : Setup
{
    internal SupervisorStrategy Strategy => strategy;
}
