using Helios.Support;

namespace Helios.EndToEnd.Tests;

/// <summary>A test that runs containers as root and leaves nothing behind.</summary>
public abstract class RunTest : IDisposable
{
    private readonly Leftovers _leftovers;

    protected RunTest()
    {
        Needs.Root();
        Name = HeliosCommand.FreshName();
        _leftovers = Leftovers.Before(Name);
    }

    /// <summary>The name of the test's container.</summary>
    protected string Name { get; }

    protected TempTree Files { get; } = new();

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Files.Dispose();
        _leftovers.AssertNone();
        Assert.False(File.Exists(Path.Join(TestRun.StateDirectory, Name + ".lock")));
    }

    /// <summary>Runs a container under the test's name.</summary>
    internal ToolResult Run(params IEnumerable<string> arguments) => HeliosCommand.Run(["run", "--name", Name, .. arguments]);

    /// <summary>Runs a line of shell in a container; the words before it are options.</summary>
    internal string Shell(string line, params IEnumerable<string> options) => Run([.. options, "sh", "-c", line]).Expect().TrimEnd('\n');
}
