using System.Diagnostics;

namespace Helios.EndToEnd.Tests;

/// <summary>Has the launcher script build the command once, before any test is timed or counted.</summary>
public sealed class BuiltCommand
{
    public BuiltCommand()
    {
        using Process build = Process.Start(new ProcessStartInfo(HeliosCommand.Path, ["version"]) { RedirectStandardOutput = true })!;
        build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        Assert.Equal(0, build.ExitCode);
    }
}
