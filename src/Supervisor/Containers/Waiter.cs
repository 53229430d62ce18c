using Akka.Actor;

namespace Helios.Supervisor;

/// <summary>Somebody who is answered when a condition holds.</summary>
/// <param name="Who">Whom the answer goes to.</param>
/// <param name="Answer">The answer, or null while the condition does not hold.</param>
internal sealed record Waiter(IActorRef Who, Func<ContainerHolder, object?> Answer);
