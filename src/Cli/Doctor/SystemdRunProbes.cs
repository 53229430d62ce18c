using Helios.Backends.SystemdRun;
using Helios.Contracts;

namespace Helios.Cli;

/// <summary>Whether the systemd-run backend works for this user, and what is missing when it does. systemd itself is asked.</summary>
internal static class SystemdRunProbes
{
    private const string Area = "The systemd-run backend";

    /// <summary>Makes them.</summary>
    internal static IEnumerable<Probe> All()
    {
        using SystemdRunBackend backend = new();
        BackendCapabilities capabilities = backend.Capabilities;
        if (capabilities.WhyNothing is { } reason)
        {
            return [new Known(Area, "systemd-run", Finding.Of(reason))];
        }

        return
        [
            new Known(Area, "systemd-run", Finding.Ok("systemd answered, and its tools are installed")),
            .. capabilities.All.Select(static missing => new Known(Area, missing.Feature.ToString(), Finding.Of(missing))),
        ];
    }

    private sealed class Known(string area, string name, Finding finding) : Probe
    {
        internal override string Area => area;

        internal override string Name => name;

        internal override Finding Try() => finding;
    }
}
