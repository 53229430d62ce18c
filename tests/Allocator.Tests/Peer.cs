using System.Diagnostics;
using System.Globalization;
using Helios.Linux;

namespace Helios.Allocator.Tests;

/// <summary>The second process: tests/Fixtures/AllocatorPeer.</summary>
internal static class Peer
{
    private static string Program { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../AllocatorPeer", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "Helios.AllocatorPeer"));

    /// <summary>How another process opens a file of this one.</summary>
    internal static string PathOf(MemoryFile file) => string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd/{file.Number}");

    internal static Process Start(params string[] arguments)
        => Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true })!;

    /// <summary>Runs it to its end and returns what it printed.</summary>
    internal static string Run(params string[] arguments)
    {
        using Process peer = Start(arguments);
        string output = peer.StandardOutput.ReadToEnd();
        peer.WaitForExit();
        Assert.Equal(0, peer.ExitCode);
        return output.Trim();
    }

    internal static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
