namespace Helios.Actors;

/// <summary>A message around another.</summary>
public interface IWrappedMessage
{
    /// <summary>The message inside.</summary>
    object Message { get; }
}
