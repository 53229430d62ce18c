using Helios.EndToEnd.Tests;

// Each test looks at what the whole machine has before and after it.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(BuiltCommand))]
[assembly: AssemblyFixture(typeof(UnifiedMachine))]
