namespace Helios.Actors;

/// <summary>Something of which each system has one.</summary>
public interface IExtension;
