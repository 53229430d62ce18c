using System.Xml.Linq;
using Helios.Support;
using Helios.Support.Beds;

namespace Helios.Backends.Contract.Tests;

/// <summary>One run of this very test program inside a bed, and what it found case by case.</summary>
public sealed class BedRun : IDisposable
{
    private readonly Lazy<Dictionary<string, XElement>> _results;
    private readonly TempTree _files = new();

    public BedRun() => _results = new(Run);

    /// <summary>Reports a case's result of inside as this test's own.</summary>
    public void Report(string name)
    {
        if (!_results.Value.TryGetValue(Key(name), out XElement? test))
        {
            Assert.Fail($"the run inside the bed told nothing of this case; it told of {_results.Value.Count}, such as {_results.Value.Keys.FirstOrDefault()}");
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

    public void Dispose() => _files.Dispose();

    private Dictionary<string, XElement> Run()
    {
        string report = _files.At("report.xml");
        using SystemdBox box = new(_files.Root, Repository.Root);
        string runtime = Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? "";
        ToolResult run = box.Run(
            "env", "DOTNET_ROOT=" + runtime, Environment.ProcessPath!, "-noLogo", "-noColor", "-class", typeof(SystemdRunContract).FullName!, "-xml", report);
        if (!File.Exists(report))
        {
            throw new InvalidOperationException($"the run inside the bed left no report: {run.Output}{run.Errors}");
        }

        return XDocument.Load(report).Descendants("test")
            .GroupBy(static test => Key(Argument(test.Attribute("name")!.Value))).ToDictionary(static group => group.Key, static group => group.First());
    }

    // The report shortens long arguments to this many characters.
    private static string Key(string name) => name[..Math.Min(name.Length, 50)];

    // …Promise(name: "exit code 0 is reported"), or with dots after the quote; the report puts a backslash before quotes.
    private static string Argument(string displayName)
    {
        const string before = "(name: ";
        int start = displayName.IndexOf(before, StringComparison.Ordinal);
        int end = displayName.LastIndexOf('"');
        return start < 0 || end <= start + before.Length ? displayName : displayName[(start + before.Length)..end].Trim('\\', '"');
    }
}
