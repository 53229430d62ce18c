namespace Helios.Actors;

/// <summary>Says whether a reference points into this process.</summary>
public interface IActorRefScope
{
    /// <summary>True when the actor lives in this process.</summary>
    bool IsLocal { get; }
}
