using Helios.Backends.SystemdRun.Processes;

namespace Helios.Backends.SystemdRun.Units;

/// <summary>What is asked of the running manager: systemctl by argument vector.</summary>
internal sealed class UnitManager(ToolRun tools, bool userManager)
{
    private readonly string[] _scope = userManager ? ["--user"] : [];

    /// <summary>Ends a unit at once, with every process in it, and unloads it; that it is gone already is fine.</summary>
    internal void Kill(string unit)
    {
        // Stopping alone would give it the time that the payload has been promised for its own end.
        tools.Run(["systemctl", .. _scope, "kill", "--quiet", "--signal=SIGKILL", unit]);
        tools.Run(["systemctl", .. _scope, "stop", "--quiet", unit]);
    }

    /// <summary>Whether a unit has ended, or was never there.</summary>
    internal bool IsGone(string unit) => tools.Run(["systemctl", .. _scope, "show", "--property=ActiveState", "--value", unit]).Text is "inactive" or "failed";

    /// <summary>Why a unit did not come up, in the manager's words; empty when it says nothing.</summary>
    internal string Complaint(string unit)
    {
        string log = tools.Run(["journalctl", .. _scope, "--quiet", "--output=cat", "--lines=5", "--unit=" + unit]).Text;
        return Array.Find(log.Split('\n'), static line => line.Contains("Failed", StringComparison.Ordinal)) ?? "";
    }
}
