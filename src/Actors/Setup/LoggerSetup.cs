namespace Helios.Actors.Setup;

/// <summary>Sends log events to references that the program makes, instead of the configured loggers' default.</summary>
internal sealed class LoggerSetup(Func<ActorSystem, IEnumerable<IActorRef>> loggers) : Setup
{
    internal Func<ActorSystem, IEnumerable<IActorRef>> Loggers => loggers;
}
