namespace Helios.Actors.Benchmarks;

/// <summary>A system for one round.</summary>
internal sealed class Bench : IDisposable
{
    internal static Config Quiet { get; } = ConfigurationFactory.ParseString("akka.loggers = []\nakka.log-dead-letters = off");

    internal ActorSystem System { get; } = ActorSystem.Create("bench", Quiet);

    public void Dispose() => System.Terminate().GetAwaiter().GetResult();
}
