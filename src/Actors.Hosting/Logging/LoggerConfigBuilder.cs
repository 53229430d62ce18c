using Helios.Actors.Setup;
using Microsoft.Extensions.Logging;

namespace Helios.Actors.Hosting;

/// <summary>Chooses where log events go.</summary>
public sealed class LoggerConfigBuilder
{
    private readonly AkkaConfigurationBuilder _builder;
    private readonly List<Func<IActorRef>> _loggers = [];

    internal LoggerConfigBuilder(AkkaConfigurationBuilder builder) => _builder = builder;

    /// <summary>From which level on events are logged; null leaves <c>akka.loglevel</c>.</summary>
    public Event.LogLevel? LogLevel { get; set; }

    /// <summary>Logs nowhere until a logger is added.</summary>
    public LoggerConfigBuilder ClearLoggers()
    {
        _loggers.Clear();
        _builder.AddHocon("akka.loggers = []", HoconAddMode.Prepend);
        return this;
    }

    internal IServiceProvider Services => _builder.Services
        ?? throw new InvalidOperationException("the logger factory of the host exists only with AddAkka; pass one to AddLoggerFactory");

    internal void AddStandardOutput() => _loggers.Add(static () => new StandardOutLogger(new RootActorPath(Address.AllSystems) / "stdout-logger", Event.LogLevel.DebugLevel));

    internal void AddFactory(Func<ILoggerFactory> factory) => _loggers.Add(() => new LoggerFactoryRef(factory()));

    internal void Apply()
    {
        if (LogLevel is { } level)
        {
            string name = level.ToString().Replace("Level", string.Empty, StringComparison.Ordinal).ToUpperInvariant();
            _builder.AddHocon($"akka.loglevel = {name}", HoconAddMode.Prepend);
        }

        if (_loggers.Count > 0)
        {
            _builder.AddSetup(new LoggerSetup(_ => _loggers.Select(static make => make())));
        }
    }
}
