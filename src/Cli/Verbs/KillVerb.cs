using Helios.Contracts;
using Helios.Control;

namespace Helios.Cli;

/// <summary><c>helios kill</c>.</summary>
internal sealed class KillVerb() : ContainerChangeVerb(
    "kill", "Sends a signal to containers", ChangeVerb.Kill,
    new("--signal", ValueKind.Text, "Which signal (KILL, which goes to every process of the container)", "-s") { ValueName = "SIGNAL" },
    static (change, options, signal) => change with { Signal = (options.Value(signal, Signal.Parse) ?? Signal.Kill).Number });
