using System.Xml.Linq;
using Xunit;

namespace Helios.Support.Beds;

/// <summary>One run of this very test program inside a bed, made when the first result is asked for, and what it found test by test.</summary>
/// <remarks>A test asks by its key: the value of its trait <see cref="KeyTrait"/> where a theory gives its rows one, otherwise its method's name.</remarks>
public abstract class BedRun : IDisposable
{
    /// <summary>The trait that names a row of a theory.</summary>
    public const string KeyTrait = "promise";

    private readonly Lazy<Dictionary<string, XElement>> _results;
    private readonly TempTree _files = new();

    /// <param name="filter">Which tests to run inside, as the test program's own options; asked when the first result is.</param>
    protected BedRun(Func<IEnumerable<string>> filter) => _results = new(() => Run(filter()));

    /// <summary>Reports a test's result of inside as this test's own.</summary>
    public void Report(string key)
    {
        if (!_results.Value.TryGetValue(key, out XElement? test))
        {
            Assert.Fail($"the run inside the bed told nothing of this test; it told of {_results.Value.Count}, such as {_results.Value.Keys.FirstOrDefault()}");
        }

        switch (test.Attribute("result")?.Value)
        {
            case "Pass":
                return;
            case "Skip":
                Assert.Skip(test.Element("reason")?.Value ?? "skipped inside the bed");
                return;
            default:
                Assert.Fail("inside the bed: " + test.Element("failure")?.Element("message")?.Value + "\n" + test.Element("failure")?.Element("stack-trace")?.Value);
                return;
        }
    }

    public void Dispose()
    {
        _files.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs the command inside and brings its report out.</summary>
    /// <param name="folder">A folder of the host's for it.</param>
    /// <param name="command">Makes the command line, given the name that the report shall have inside.</param>
    /// <returns>What came of it, and the report's name on the host.</returns>
    protected abstract (ToolResult Run, string Report) RunInside(string folder, Func<string, IReadOnlyList<string>> command);

    private Dictionary<string, XElement> Run(IEnumerable<string> filter)
    {
        (ToolResult run, string report) = RunInside(_files.Root, inside =>
        [
            Tool.Find("env")!, "DOTNET_ROOT=" + Environment.GetEnvironmentVariable("DOTNET_ROOT"), "HELIOS_LONG=" + Environment.GetEnvironmentVariable("HELIOS_LONG"), TestRun.BedVariable + "=1",
            Environment.ProcessPath!, "-noLogo", "-noColor", "-preEnumerateTheories", .. filter, "-xml", inside,
        ]);
        return File.Exists(report)
            ? XDocument.Load(report).Descendants("test").ToDictionary(Key)
            : throw new InvalidOperationException($"the run inside the bed left no report (exit code {run.ExitCode}): {run.Output}{run.Errors}");
    }

    private static string Key(XElement test)
        => test.Descendants("trait").FirstOrDefault(static trait => trait.Attribute("name")?.Value == KeyTrait)?.Attribute("value")?.Value
            ?? test.Attribute("method")!.Value;
}
