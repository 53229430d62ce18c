namespace Helios.Backends.Contract.Tests;

/// <summary>The contract on the Namespaces backend in guests.</summary>
public sealed class NamespacesInGuests() : SuiteInGuests(typeof(NamespacesContract), GuestAreas.All, GuestAreas.Emulated);
