namespace Helios.Actors.TestKit.Internal;

internal sealed record SetIgnore(Func<object, bool>? Ignored) : INoSerializationVerificationNeeded;

internal sealed record SetPilot(AutoPilot Pilot) : INoSerializationVerificationNeeded;

internal sealed record StartWatching(IActorRef Target) : INoSerializationVerificationNeeded;

internal sealed record StopWatching(IActorRef Target) : INoSerializationVerificationNeeded;

internal sealed record Spawn(Props Props, string? Name, SupervisorStrategy? Strategy) : INoSerializationVerificationNeeded;
