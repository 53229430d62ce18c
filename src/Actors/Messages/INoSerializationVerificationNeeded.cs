namespace Helios.Actors;

/// <summary>A message that never leaves the process.</summary>
public interface INoSerializationVerificationNeeded;
