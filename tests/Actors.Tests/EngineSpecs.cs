using Helios.Actors.Deterministic;

namespace Helios.Actors.Tests;

/// <summary>Base of specs that hold on every dispatcher: a subclass names the system they run on.</summary>
public abstract class EngineSpecs : TestKit.Xunit2.TestKit
{
    private readonly DeterministicSystem? _deterministic;

    protected EngineSpecs(ActorSystem system)
        : base(system)
    {
    }

    protected EngineSpecs(DeterministicSystem deterministic)
        : base(deterministic.System) => _deterministic = deterministic;

    protected static Config Quiet { get; } = ConfigurationFactory.ParseString("akka.loggers = []");

    protected static TimeSpan Soon { get; } = TimeSpan.FromSeconds(5);

    /// <summary>The result of a task, on whatever clock the system has.</summary>
    protected T Await<T>(Task<T> task) => _deterministic is null
        ? task.WaitAsync(TimeSpan.FromSeconds(10)).GetAwaiter().GetResult()
        : _deterministic.Await(task, TimeSpan.FromMinutes(1));

    protected void Await(Task task)
    {
        if (_deterministic is null)
        {
            task.WaitAsync(TimeSpan.FromSeconds(10)).GetAwaiter().GetResult();
        }
        else
        {
            _deterministic.Await(task, TimeSpan.FromMinutes(1));
        }
    }

    protected override void AfterAll()
    {
        if (_deterministic is not null)
        {
            _deterministic.Dispose();
        }
        else
        {
            Shutdown();
        }
    }
}
