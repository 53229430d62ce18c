using Helios.Backends.SystemdRun;
using Helios.Contracts;
using Helios.Support;

namespace Helios.Backends.Contract.Tests;

/// <summary>The backend of transient units, where systemd runs.</summary>
public sealed class SystemdRunSubject : Subject
{
    private readonly TempTree _state = new();
    private readonly Lazy<SystemdRunBackend> _backend;

    public SystemdRunSubject()
        => _backend = new(() => new SystemdRunBackend(new SystemdRunOptions { StateDirectory = _state.At("state") }));

    public override IIsolationBackend Backend => _backend.Value;

    public override string? WhyNot => _backend.Value.WhyNot;

    public override IReadOnlyDictionary<string, string> Exceptions { get; } = new Dictionary<string, string>
    {
        ["a later mount covers an earlier one"] = "systemd orders mounts by itself, tmpfs before bind",
        ["the same folder can be bound in two places"] = "a mount over /run covers the private folder that the gate is in",
        ["/proc is a proc of the container's own"] = "the unit's /proc lies under the fresh one, and both are listed",
        ["an empty root holds only what is mounted"] = "systemd makes the usual top folders in every root",
        ["the host's root hides people's files and secrets"] = "not settled: something of the listed places is still to be seen",
        ["a payload can go without a filter"] = "PrivateDevices= brings a filter of its own",
        ["limits are in force before the payload's first instruction"] = "the unit counts unshare as a second task",
        ["the number of tasks is counted"] = "the unit counts unshare as a second task",
    };

    public override bool PassesExtraDescriptors => false;

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
