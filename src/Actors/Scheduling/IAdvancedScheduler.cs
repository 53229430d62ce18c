namespace Helios.Actors;

/// <summary>What a scheduler can do besides sending.</summary>
public interface IAdvancedScheduler : IActionScheduler;
