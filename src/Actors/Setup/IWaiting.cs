namespace Helios.Actors.Setup;

/// <summary>Lets the code outside of the actors wait, where threads and clock are simulated.</summary>
internal interface IWaiting
{
    /// <summary>Runs actors until the condition holds; false when it did not within that much simulated time.</summary>
    bool RunUntil(Func<bool> condition, TimeSpan limit);
}
