namespace Helios.Supervisor;

/// <summary>The supervisor as its host sees it: questions and answers, without actors.</summary>
/// <remarks>Safe to use from every thread. Replies come in the order in which the fleet decides, not in the order of asking.</remarks>
public interface IFleet
{
    /// <summary>Asks for a change of the fleet.</summary>
    /// <exception cref="OperationCanceledException">The wait was given up; the command may still be carried out.</exception>
    Task<FleetProtocol.IReply> AskAsync(FleetProtocol.ICommand command, CancellationToken cancellation);

    /// <summary>Asks about the fleet.</summary>
    /// <inheritdoc cref="AskAsync(FleetProtocol.ICommand, CancellationToken)" path="/exception"/>
    Task<FleetProtocol.IReply> AskAsync(FleetProtocol.IQuery query, CancellationToken cancellation);

    /// <summary>Asks one container; an unknown one is answered with <see cref="ContainerProtocol.Refused"/>.</summary>
    /// <inheritdoc cref="AskAsync(FleetProtocol.ICommand, CancellationToken)" path="/exception"/>
    Task<ContainerProtocol.IReply> AskAsync(ContainerProtocol.IMessage message, CancellationToken cancellation);

    /// <summary>What happens, as it happens. A reader that is too slow loses the oldest events it has not read and sees the numbers jump.</summary>
    /// <param name="after">Begin with the remembered events after this number (0 is all of them); null begins with the next one.</param>
    /// <param name="cancellation">Ends the sequence.</param>
    IAsyncEnumerable<FleetProtocol.Happened> EventsAsync(long? after, CancellationToken cancellation);
}
