using Helios.Linux;

namespace Helios.Cli;

/// <summary>The line that names the machine's kernel.</summary>
internal static class HostLine
{
    /// <summary>System, release and machine: <c>Linux 6.18.5 x86_64</c>.</summary>
    internal static string Read()
    {
        KernelIdentity kernel = KernelIdentity.Read();
        return $"{kernel.System} {kernel.Release} {kernel.Machine}";
    }
}
