using Helios.Control;

namespace Helios.Cli;

/// <summary><c>helios start</c>.</summary>
internal sealed class StartVerb() : ContainerChangeVerb("start", "Starts containers that are down", ChangeVerb.Start);
