using Helios.Support;
using Helios.Support.Beds;

namespace Helios.EndToEnd.Tests;

/// <summary>A machine with one v2 tree that systemd runs: this one where it is such, otherwise a guest, booted once for all classes that need it.</summary>
public sealed class UnifiedMachine()
    : GuestRun("-class", typeof(UnifiedMachineTests).FullName!, "-class", typeof(UserManagerTests).FullName!)
{
    private static readonly bool s_isHere = Needs.IsRoot && File.Exists("/sys/fs/cgroup/cgroup.controllers") && Directory.Exists("/run/systemd/system");

    /// <summary>Runs a test here, or reports what it found in the guest.</summary>
    internal void Prove(string test, Action body)
    {
        if (s_isHere)
        {
            body();
            return;
        }

        Assert.SkipWhen(UnifiedGuest.WhyNot is not null, UnifiedGuest.WhyNot ?? "");
        Report(test);
    }
}
