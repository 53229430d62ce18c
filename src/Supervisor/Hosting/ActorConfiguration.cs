using Akka.Configuration;

namespace Helios.Supervisor;

/// <summary>What the supervisor sets of Akka's configuration. docs/actors.md says why.</summary>
internal static class ActorConfiguration
{
    /// <summary>Over Akka's own defaults.</summary>
    internal static Config Defaults { get; } = ConfigurationFactory.ParseString($$"""
        akka {
          loglevel = WARNING
          coordinated-shutdown { run-by-clr-shutdown-hook = off, exit-clr = off }
          scheduler.implementation = "{{typeof(QueueScheduler).FullName}}, {{typeof(QueueScheduler).Assembly.GetName().Name}}"
        }
        """);

    /// <summary>The settings of a fleet file over the defaults.</summary>
    internal static Config With(ActorSettings settings) => settings.Config.WithFallback(Defaults);
}
