namespace Helios.Actors;

/// <summary>A message that must not come from untrusted systems.</summary>
public interface IPossiblyHarmful;
