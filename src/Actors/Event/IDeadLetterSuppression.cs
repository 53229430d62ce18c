namespace Helios.Actors.Event;

/// <summary>A message that nobody needs to hear of when it finds no receiver.</summary>
public interface IDeadLetterSuppression;
