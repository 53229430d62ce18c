using Akka.Configuration;

namespace Helios.Supervisor;

/// <summary>What the supervisor sets of Akka's configuration. docs/actors.md says why.</summary>
internal static class ActorConfiguration
{
    /// <summary>Over Akka's own defaults.</summary>
    internal static Config Defaults { get; } = ConfigurationFactory.ParseString($$"""
        akka {
          loglevel = WARNING
          scheduler.implementation = "{{typeof(QueueScheduler).FullName}}, {{typeof(QueueScheduler).Assembly.GetName().Name}}"
        }
        """);
}
