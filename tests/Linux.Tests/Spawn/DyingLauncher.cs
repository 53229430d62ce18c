using System.Runtime.CompilerServices;

namespace Helios.Linux.Tests;

/// <summary>This program in another role: a launcher that holds a child and waits to be killed.</summary>
internal static class DyingLauncher
{
    internal const string Variable = "HELIOS_TEST_DYING_LAUNCHER";

#pragma warning disable CA2255 // A test program has one entry point, and it belongs to the test framework.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Run()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
        {
            return;
        }

        using Launcher launcher = new();
        using SpawnScript script = new();
        script.WaitForRelease();
        script.Exec("/bin/sleep", "1000");
        launcher.Launch(script, new SpawnRequest(), held =>
        {
            Console.WriteLine(held.Pid);
            Thread.Sleep(Timeout.Infinite);
        });
    }
}
