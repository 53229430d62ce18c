using Helios.Control;

namespace Helios.Cli;

/// <summary><c>helios stop</c>.</summary>
internal sealed class StopVerb() : ContainerChangeVerb("stop", "Stops containers and leaves them down", ChangeVerb.Stop, GraceOption(), WithGrace);
