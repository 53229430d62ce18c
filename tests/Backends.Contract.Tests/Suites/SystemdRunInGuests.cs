namespace Helios.Backends.Contract.Tests;

/// <summary>The contract on the SystemdRun backend in guests.</summary>
public sealed class SystemdRunInGuests() : SuiteInGuests(typeof(SystemdRunContract), GuestAreas.All, GuestAreas.Emulated);
