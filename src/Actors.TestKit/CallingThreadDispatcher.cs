namespace Helios.Actors.TestKit;

/// <summary>The dispatcher that runs an actor on the thread that sends to it.</summary>
public static class CallingThreadDispatcher
{
    /// <summary>For <c>Props.WithDispatcher</c>.</summary>
    public static readonly string Id = Dispatchers.CallingThreadDispatcherId;
}
