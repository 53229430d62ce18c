namespace Helios.Actors;

/// <summary>A behaviour; false says that it does not know the message.</summary>
public delegate bool Receive(object message);
