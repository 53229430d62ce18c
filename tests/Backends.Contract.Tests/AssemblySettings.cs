using Helios.Backends.Contract.Tests;

[assembly: AssemblyFixture(typeof(NamespacesInGuests))]
[assembly: AssemblyFixture(typeof(SystemdRunInGuests))]
[assembly: AssemblyFixture(typeof(CrunInGuests))]
