#nullable disable annotations
using Helios.Actors.Setup;
using Xunit;

namespace Helios.Actors.TestKit.Xunit2;

/// <summary>Base of a test class: a system for each test, ended after it. Log events go to the test's output when it is given.</summary>
public class TestKit : TestKitBase, IDisposable
{
    private readonly bool _owned;

    /// <summary>Starts a system, or joins one, which is then left running.</summary>
    public TestKit(ActorSystem system = null, ITestOutputHelper output = null)
        : base(Assertions, system, Prepare(ActorSystemSetup.Empty, Config.Empty, output))
        => _owned = system is null;

    /// <summary>Starts a system.</summary>
    public TestKit(ActorSystemSetup config, string actorSystemName = null, ITestOutputHelper output = null)
        : base(Assertions, null, Prepare(config, null, output), actorSystemName)
        => _owned = true;

    /// <summary>Starts a system.</summary>
    public TestKit(Config config, string actorSystemName = null, ITestOutputHelper output = null)
        : base(Assertions, null, Prepare(ActorSystemSetup.Empty, config, output), actorSystemName)
        => _owned = true;

    /// <summary>Starts a system.</summary>
    public TestKit(string config, ITestOutputHelper output = null)
        : base(Assertions, null, Prepare(ActorSystemSetup.Empty, ConfigurationFactory.ParseString(config), output))
        => _owned = true;

    /// <summary>Settings that make sense for tests; other settings go before them.</summary>
    public static Config DefaultConfig { get; } = ConfigurationFactory.ParseString("akka.loggers = []\nakka.loglevel = INFO");

    /// <summary>Fails tests of xunit.</summary>
    protected static new XunitAssertions Assertions { get; } = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Called when the system is about to end.</summary>
    protected virtual void AfterAll()
    {
        if (_owned)
        {
            Shutdown();
        }
    }

    /// <summary>Ends the system.</summary>
    protected virtual void Dispose(bool disposing)
    {
        try
        {
            AfterAll();
        }
        finally
        {
            ActorCell.Current = null;
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }

    private static ActorSystemSetup Prepare(ActorSystemSetup setup, Config config, ITestOutputHelper output)
    {
        if (config is not null)
        {
            setup = setup.WithSetup(BootstrapSetup.Create().WithConfig(config.WithFallback(DefaultConfig)));
        }

        return output is null ? setup : setup.WithSetup(new LoggerSetup(system => [new Internal.OutputLogger(output, ((ExtendedActorSystem)system).LookupRoot)]));
    }
}
