using Helios.Backends.SystemdRun;
using Helios.Contracts;
using Helios.Support;

namespace Helios.Backends.Contract.Tests;

/// <summary>The backend of transient units, where systemd runs.</summary>
public sealed class SystemdRunSubject : Subject
{
    private readonly TempTree _state = new();
    private readonly Lazy<SystemdRunBackend> _backend;

    public SystemdRunSubject() => _backend = new(() => new SystemdRunBackend(new SystemdRunOptions { StateDirectory = _state.At("state") }));

    public override IIsolationBackend Backend => _backend.Value;

    public override string? WhyNot => _backend.Value.WhyNot;

    public override IEnumerable<string> TracesOf(ContainerId id)
    {
        string[] files = Directory.Exists(_state.At("state")) ? [.. Directory.GetFileSystemEntries(_state.At("state")).Where(path => Path.GetFileName(path).Split('.')[0] == id.ToString())] : [];
        string units = Tool.Run("systemctl", "list-units", "--all", "--plain", "--no-legend", $"helios-{id}.service").Output;
        return units.Length > 0 ? [.. files, "unit " + units.Trim()] : files;
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
