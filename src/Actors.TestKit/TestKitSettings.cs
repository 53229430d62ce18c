namespace Helios.Actors.TestKit;

/// <summary>The <c>akka.test</c> block.</summary>
public class TestKitSettings : IExtension
{
    internal TestKitSettings(Config config)
    {
        DefaultTimeout = config.GetTimeSpan("akka.test.default-timeout", TimeSpan.FromSeconds(5));
        SingleExpectDefault = config.GetTimeSpan("akka.test.single-expect-default", TimeSpan.FromSeconds(3));
        ExpectNoMessageDefault = config.GetTimeSpan("akka.test.expect-no-message-default", TimeSpan.FromMilliseconds(100));
        TestEventFilterLeeway = config.GetTimeSpan("akka.test.filter-leeway", TimeSpan.FromSeconds(3));
        TestTimeFactor = config.GetDouble("akka.test.timefactor", 1.0);
    }

    /// <summary>For waits that name no time: 5 s.</summary>
    public TimeSpan DefaultTimeout { get; }

    /// <summary>For one expected message: 3 s.</summary>
    public TimeSpan SingleExpectDefault { get; }

    /// <summary>How long ExpectNoMsg listens: 100 ms.</summary>
    public TimeSpan ExpectNoMessageDefault { get; }

    /// <summary>How long an event filter waits for its events: 3 s.</summary>
    public TimeSpan TestEventFilterLeeway { get; }

    /// <summary>Stretches all of them on slow machines.</summary>
    public double TestTimeFactor { get; }
}
