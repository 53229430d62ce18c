using Helios.Backends.SystemdRun;
using Helios.Contracts;

namespace Helios.Cli;

/// <summary>Whether the systemd-run backend works for this user, and what it lacks when it does. systemd itself is asked.</summary>
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
            return [new Known(Area, "systemd-run", Lack(reason))];
        }

        return
        [
            new Known(Area, "systemd-run", Finding.Ok("systemd answered, and its tools are installed")),
            .. Enum.GetValues<Feature>().Where(feature => !capabilities.Has(feature)).Select(feature => new Known(Area, feature.ToString(), Lack(capabilities.LackOf(feature)!))),
        ];
    }

    // Backends give reason and remedy in one clause.
    private static Finding Lack(string text)
        => text.Split("; ", 2) is [string reason, string remedy] ? Finding.Lacks(reason, remedy) : Finding.Lacks(text, "use the namespaces backend");

    private sealed class Known(string area, string name, Finding finding) : Probe
    {
        internal override string Area => area;

        internal override string Name => name;

        internal override Finding Try() => finding;
    }
}
