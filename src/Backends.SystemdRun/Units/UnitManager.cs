using System.Globalization;
using Helios.Backends.SystemdRun.Processes;
using Helios.Contracts;

namespace Helios.Backends.SystemdRun.Units;

/// <summary>What is asked of the running manager: systemctl by argument vector.</summary>
internal sealed class UnitManager(ToolRun tools, bool userManager)
{
    private readonly string[] _systemctl = userManager ? ["systemctl", "--user"] : ["systemctl"];

    /// <summary>Ends a unit, with every process in it, and unloads it; that it is gone already is fine.</summary>
    internal void Stop(string unit) => tools.Run([.. _systemctl, "stop", "--quiet", unit]);

    /// <summary>Kills every process of a unit.</summary>
    internal void Kill(string unit) => tools.Run([.. _systemctl, "kill", "--signal=KILL", unit]);

    /// <summary>Why a unit did not come up, in the manager's words.</summary>
    internal string Complaint(string unit)
    {
        string log = tools.Run(userManager ? ["journalctl", "--user", "--quiet", "--output=cat", "--lines=3", "--unit=" + unit] : ["journalctl", "--quiet", "--output=cat", "--lines=3", "--unit=" + unit]).Text;
        string[] lines = log.Split('\n');
        return Array.Find(lines, static line => line.Contains("Failed", StringComparison.Ordinal)) is { } failed ? failed : $"journalctl --unit={unit} tells more";
    }

    /// <summary>How the unit's main process ended, as the manager knows; null while it does not.</summary>
    internal ExitStatus? StatusOf(string unit)
    {
        string[] lines = tools.Run([.. _systemctl, "show", "--property=ExecMainCode", "--property=ExecMainStatus", unit]).Text.Split('\n');
        int Value(string name) => int.TryParse(
            lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[(name.Length + 1)..], CultureInfo.InvariantCulture, out int value) ? value : 0;
        const int exited = 1;
        return Value("ExecMainCode") switch
        {
            0 => null,
            exited => ExitStatus.Exited(Value("ExecMainStatus")),
            _ => ExitStatus.Killed(new Signal(Value("ExecMainStatus"))),
        };
    }
}
