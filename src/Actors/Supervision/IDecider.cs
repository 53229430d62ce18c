namespace Helios.Actors;

/// <summary>Chooses a directive.</summary>
public interface IDecider
{
    /// <summary>What to do about an exception.</summary>
    Directive Decide(Exception cause);
}
