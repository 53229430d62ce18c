using Helios.Control;

namespace Helios.Cli;

/// <summary><c>helios rm</c>, also <c>delete</c>.</summary>
internal sealed class RemoveVerb(string name = "rm") : ContainerChangeVerb(
    name, "Forgets containers that are down", ChangeVerb.Remove,
    new("--force", ValueKind.Switch, "Kill it first if it is up", "-f"),
    static (change, options, force) => change with { Force = options.IsOn(force) });
