namespace Helios.Actors;

/// <summary>Makes the receiver throw <see cref="ActorKilledException"/>; its supervisor stops it by default.</summary>
public sealed class Kill : IAutoReceivedMessage
{
    private Kill()
    {
    }

    /// <summary>The only instance.</summary>
    public static Kill Instance { get; } = new();

    /// <inheritdoc/>
    public override string ToString() => "<Kill>";
}
