using System.Runtime.InteropServices;
using System.Text;
using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>Streams of the contract as redirections of a shell. The caller's descriptors are opened by their names in /proc.</summary>
internal static class OciStreams
{
    internal const string None = "</dev/null >/dev/null 2>/dev/null";

    internal static string Of(ContainerIo io)
    {
        StringBuilder text = new($"<{Name(io.Input)} >{Name(io.Output)} 2>{Name(io.Error)}");
        for (int number = 0; number < io.Extra.Count; number++)
        {
            // For reading and writing: the shell cannot tell which end of a pipe it is.
            text.Append($" {number + 3}<>{Name(io.Extra[number])}");
        }

        return text.ToString();
    }

    private static string Name(SafeHandle? handle) => handle is null ? "/dev/null" : $"/proc/{Environment.ProcessId}/fd/{handle.DangerousGetHandle()}";
}
