using Helios.Contracts;
using Helios.Support;

namespace Helios.Backends.Contract.Tests;

/// <summary>An OCI runtime as an oracle: a case that holds there is a case about containers, not about Helios.</summary>
public abstract class OciSubject : Subject
{
    /// <summary>What both runtimes do otherwise, and may.</summary>
    protected static readonly Dictionary<string, string> OfBoth = new()
    {
        ["nothing but the given variables is there"] = Home,
        ["no environment is an empty one"] = Home,
        ["a thousand variables are passed"] = Home,
        ["a program whose interpreter is missing is 127"] = "it tells by an exit code only of an exec that fails after its start command has come back",
    };

    private const string Home = "it adds HOME from the image's passwd file";

    private readonly TempTree _bundles = new();
    private readonly OciRuntime _runtime;

    protected OciSubject(string name)
    {
        _runtime = new OciRuntime(name);
        OciReaper.Adopt();
        Backend = new OciBackend(_runtime, _bundles.Root);
    }

    public override IIsolationBackend Backend { get; }

    public override string? WhyNot => _runtime.WhyNot;

    public override bool IsOracle => true;

    public override bool TellsCauses => false;

    public override IEnumerable<string> TracesOf(ContainerId id)
        => Directory.EnumerateFileSystemEntries(_bundles.Root, id + ".*").Concat(((string[])["/run/runc", "/run/crun"]).Select(state => Path.Join(state, id.ToString())).Where(Directory.Exists));

    public override void Dispose()
    {
        _bundles.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }
}
