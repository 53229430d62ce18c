using Helios.Backends.Namespaces;
using Helios.Contracts;
using Helios.Support;

namespace Helios.Backends.Contract.Tests;

/// <summary>The backend of direct system calls, on this host.</summary>
public sealed class NamespacesSubject : Subject
{
    private readonly TempTree _state = new();
    private readonly Lazy<NamespacesBackend> _backend;

    public NamespacesSubject()
        => _backend = new(() => new NamespacesBackend(new NamespacesOptions { StateDirectory = _state.At("state") }));

    public override IIsolationBackend Backend => _backend.Value;

    public override string? WhyNot => Needs.IsRoot ? null : "needs root: the roots of the cases are root's";

    public override IEnumerable<string> TracesOf(ContainerId id)
    {
        string claim = _state.At("state", id + ".lock");
        return File.Exists(claim) ? [claim] : [];
    }

    public override void Dispose()
    {
        if (_backend.IsValueCreated)
        {
            _backend.Value.Dispose();
        }

        _state.Dispose();
        base.Dispose();
    }
}
