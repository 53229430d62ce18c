using Helios.Support;

namespace Helios.EndToEnd.Tests;

/// <summary>Has the programs built once, before any test is timed or counted.</summary>
public sealed class BuiltCommand
{
    public BuiltCommand() => Assert.True(File.Exists(Programs.Helios));
}
