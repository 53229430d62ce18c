namespace Helios.Actors;

/// <summary>The reference that stands for no actor. It drops every message.</summary>
public sealed class Nobody : MinimalActorRef
{
    /// <summary>The only instance.</summary>
    public static readonly Nobody Instance = new();

    private Nobody()
    {
    }

    /// <inheritdoc/>
    public override ActorPath Path { get; } = new RootActorPath(Address.AllSystems, "/nobody");

    /// <inheritdoc/>
    public override bool Equals(IActorRef? other) => ReferenceEquals(this, other);
}
