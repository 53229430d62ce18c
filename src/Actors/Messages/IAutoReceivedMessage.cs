namespace Helios.Actors;

/// <summary>A message that the kernel acts upon before the actor sees it.</summary>
public interface IAutoReceivedMessage;
