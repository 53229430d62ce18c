using Helios.Control;

namespace Helios.Cli;

/// <summary><c>helios resume</c>.</summary>
internal sealed class ResumeVerb() : ContainerChangeVerb("resume", "Lets frozen containers go on", ChangeVerb.Resume);
