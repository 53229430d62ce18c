namespace Helios.Backends.Contract.Tests;

/// <summary>The cases about control groups on crun in guests.</summary>
public sealed class CrunInGuests() : SuiteInGuests(typeof(CrunContract), GuestAreas.OfGroups, []);
