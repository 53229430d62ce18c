using Helios.Control;

namespace Helios.Cli;

/// <summary><c>helios restart</c>.</summary>
internal sealed class RestartVerb() : ContainerChangeVerb("restart", "Stops containers that are up, and starts them", ChangeVerb.Restart, GraceOption(), WithGrace);
