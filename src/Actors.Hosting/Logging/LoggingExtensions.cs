using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Helios.Actors.Hosting;

/// <summary>Chooses where log events go.</summary>
public static class LoggingExtensions
{
    /// <summary>Chooses where log events go.</summary>
    public static AkkaConfigurationBuilder ConfigureLoggers(this AkkaConfigurationBuilder builder, Action<LoggerConfigBuilder> configurator)
    {
        LoggerConfigBuilder loggers = new(builder);
        configurator(loggers);
        loggers.Apply();
        return builder;
    }

    /// <summary>Logs to Microsoft.Extensions.Logging, through the factory of the host.</summary>
    public static LoggerConfigBuilder AddLoggerFactory(this LoggerConfigBuilder configBuilder)
    {
        configBuilder.AddFactory(() => configBuilder.Services.GetRequiredService<ILoggerFactory>());
        return configBuilder;
    }

    /// <summary>Logs to Microsoft.Extensions.Logging.</summary>
    public static LoggerConfigBuilder AddLoggerFactory(this LoggerConfigBuilder configBuilder, ILoggerFactory loggerFactory)
    {
        configBuilder.AddFactory(() => loggerFactory);
        return configBuilder;
    }

    /// <summary>Logs to standard output.</summary>
    public static LoggerConfigBuilder AddDefaultLogger(this LoggerConfigBuilder configBuilder)
    {
        configBuilder.AddStandardOutput();
        return configBuilder;
    }
}
