namespace Helios.Control;

/// <summary>Answers requests. The server knows nothing of containers, the handler nothing of sockets.</summary>
public interface IControlHandler
{
    /// <summary>Answers one request; called on a thread of the pool, many at once.</summary>
    /// <param name="call">What is asked, by whom.</param>
    /// <returns>The last reply. An exception becomes <see cref="RefusalKind.Failed"/>, cancellation <see cref="RefusalKind.Cancelled"/>.</returns>
    Task<Answer> AnswerAsync(ControlCall call);
}
