using System.Diagnostics;

namespace Helios.Allocator.Benchmarks;

/// <summary>jemalloc needs room in the static thread-local block, which glibc only leaves when told so before the program starts.</summary>
internal static class Relaunch
{
    private const string Variable = "GLIBC_TUNABLES";

    internal static bool IsNeeded => Environment.GetEnvironmentVariable(Variable) is null;

    internal static int Run(string[] args)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, args);
        start.Environment[Variable] = "glibc.rtld.optional_static_tls=16384";
        using Process again = Process.Start(start)!;
        again.WaitForExit();
        return again.ExitCode;
    }
}
