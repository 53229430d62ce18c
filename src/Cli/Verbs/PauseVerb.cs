using Helios.Control;

namespace Helios.Cli;

/// <summary><c>helios pause</c>.</summary>
internal sealed class PauseVerb() : ContainerChangeVerb("pause", "Freezes containers where they stand", ChangeVerb.Pause);
