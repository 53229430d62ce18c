using Helios.Actors.Configuration;
using Helios.Actors.Event;
using Helios.Actors.Setup;

namespace Helios.Actors;

/// <summary>The settings of a system, read once.</summary>
public class Settings
{
    internal Settings(ActorSystem system, Config config, ActorSystemSetup setup)
    {
        System = system;
        Setup = setup;
        Config = config;
        MinimumLogLevel = config.GetString("akka.loglevel", "INFO") is { } level && !level.Equals("OFF", StringComparison.OrdinalIgnoreCase)
            ? Logging.LogLevelFor(level)
            : Event.LogLevel.ErrorLevel + 1;
        LogLevel = config.GetString("akka.loglevel", "INFO")!;
        Loggers = config.HasPath("akka.loggers") ? config.GetStringList("akka.loggers") : ["Akka.Event.DefaultLogger"];
        TimeSpan ask = config.GetTimeSpan("akka.actor.ask-timeout", Timeout.InfiniteTimeSpan);
        AskTimeout = ask;
        CreationTimeout = config.GetTimeSpan("akka.actor.creation-timeout", TimeSpan.FromSeconds(20));
        DebugUnhandledMessage = config.GetBoolean("akka.actor.debug.unhandled");
        DebugLifecycle = config.GetBoolean("akka.actor.debug.lifecycle");
        LogDeadLetters = config.GetString("akka.log-dead-letters", "10") switch
        {
            "on" or "true" => int.MaxValue,
            "off" or "false" => 0,
            _ => config.GetInt("akka.log-dead-letters", 10),
        };
        LogDeadLettersDuringShutdown = config.GetBoolean("akka.log-dead-letters-during-shutdown", true);
        CoordinatedShutdownRunByActorSystemTerminate = config.GetBoolean("akka.coordinated-shutdown.run-by-actor-system-terminate", true);
        CoordinatedShutdownTerminateActorSystem = config.GetBoolean("akka.coordinated-shutdown.terminate-actor-system", true);
    }

    /// <summary>The system.</summary>
    public ActorSystem System { get; }

    /// <summary>The programmatic settings.</summary>
    public ActorSystemSetup Setup { get; }

    /// <summary>All settings.</summary>
    public Config Config { get; }

    /// <summary><c>akka.loglevel</c>: DEBUG, INFO, WARNING, ERROR or OFF.</summary>
    public string LogLevel { get; }

    /// <summary><c>akka.loggers</c>: the types of the actors that receive log events.</summary>
    public IList<string> Loggers { get; }

    /// <summary><c>akka.actor.ask-timeout</c>: for an Ask that names none.</summary>
    public TimeSpan AskTimeout { get; }

    /// <summary><c>akka.actor.creation-timeout</c>.</summary>
    public TimeSpan CreationTimeout { get; }

    /// <summary><c>akka.actor.debug.unhandled</c>: log messages that nobody knew.</summary>
    public bool DebugUnhandledMessage { get; }

    /// <summary><c>akka.actor.debug.lifecycle</c>: log starts, restarts and stops.</summary>
    public bool DebugLifecycle { get; }

    /// <summary><c>akka.log-dead-letters</c>: how many dead letters are logged.</summary>
    public int LogDeadLetters { get; }

    /// <summary><c>akka.log-dead-letters-during-shutdown</c>.</summary>
    public bool LogDeadLettersDuringShutdown { get; }

    /// <summary><c>akka.coordinated-shutdown.run-by-actor-system-terminate</c>.</summary>
    public bool CoordinatedShutdownRunByActorSystemTerminate { get; }

    /// <summary><c>akka.coordinated-shutdown.terminate-actor-system</c>.</summary>
    public bool CoordinatedShutdownTerminateActorSystem { get; }

    internal Event.LogLevel MinimumLogLevel { get; }

    /// <inheritdoc/>
    public override string ToString() => Config.ToString();
}
