using Akka.Actor;

namespace Helios.Supervisor;

/// <summary>What happens to actors of the supervisor that fail: a new instance takes up from the holder, whatever went wrong and however often.</summary>
internal static class Restarting
{
    internal static SupervisorStrategy Always { get; } = new OneForOneStrategy(static _ => Directive.Restart);
}
