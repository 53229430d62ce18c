using Helios.Fleets;
using Helios.Hocon;

namespace Helios.Supervisor.Tests;

/// <summary>The block <c>akka</c> of a fleet file: read by our parser, given to Akka resolved, refused with its place where Akka would choke on it.</summary>
public sealed class ActorSettingsTests
{
    [Theory]
    [InlineData("akka.loglevel = DEBUG", "akka.loglevel", "DEBUG")]
    [InlineData("akka { actor { default-dispatcher { throughput = 5 } } }", "akka.actor.default-dispatcher.throughput", "5")]
    [InlineData("level = INFO\nakka.loglevel = ${level}", "akka.loglevel", "INFO")]
    [InlineData("akka.loglevel = INFO\nakka { loglevel = ERROR }", "akka.loglevel", "ERROR")]
    [InlineData("akka.actor.debug.unhandled = on", "akka.actor.debug.unhandled", "on")]
    [InlineData("akka.coordinated-shutdown.default-phase-timeout = 20 s", "akka.coordinated-shutdown.default-phase-timeout", "20 s")]
    [InlineData("akka.actor.deployment { \"x\" { dispatcher = own } }", "akka.actor.deployment.x.dispatcher", "own")]
    public void A_setting_reaches_Akka_over_its_defaults(string file, string key, string value)
        => Assert.Equal(value, ActorConfiguration.With(Read(file)).GetString(key));

    [Fact]
    public void What_the_file_leaves_out_is_the_supervisor_s_or_Akka_s()
    {
        Akka.Configuration.Config config = ActorConfiguration.With(Read("akka.loglevel = DEBUG"));
        Assert.StartsWith(typeof(QueueScheduler).FullName!, config.GetString("akka.scheduler.implementation"), StringComparison.Ordinal);
        Assert.Same(ActorSettings.None, Read("containers {}"));
    }

    [Theory]
    [InlineData("akka = 1", "f.hocon:1:8: akka: must be a block in braces")]
    [InlineData("akka { loglevle = DEBUG }", "f.hocon:1:8: akka.loglevle: Akka has no such key")]
    [InlineData("akka {\n  actor.debug.unhandled = perhaps\n}", "f.hocon:2:27: akka.actor.debug.unhandled: 'perhaps' must be on or off")]
    [InlineData("akka.actor.debug.unhandled = yes", "f.hocon:1:30: akka.actor.debug.unhandled: 'yes' must be on or off")]
    [InlineData("akka.actor.default-dispatcher.throughput = many", "f.hocon:1:44: akka.actor.default-dispatcher.throughput: 'many' must be a number")]
    [InlineData("akka.coordinated-shutdown.default-phase-timeout = soon", "f.hocon:1:51: akka.coordinated-shutdown.default-phase-timeout: 'soon' must be a time such as 5s")]
    [InlineData("akka.loglevel = [DEBUG]", "f.hocon:1:17: akka.loglevel: must be a single value")]
    [InlineData("akka.loglevel { a = 1 }", "f.hocon:1:15: akka.loglevel: must be a single value")]
    [InlineData("akka.loglevel = null", "f.hocon:1:17: akka.loglevel: must be a single value")]
    [InlineData("akka.actor = 3", "f.hocon:1:14: akka.actor: must be a block in braces")]
    [InlineData("akka.\"log.level\" = DEBUG", "f.hocon:1:1: akka.log.level: Akka reads only keys of letters, digits, - and _")]
    [InlineData("akka.actor.provider = cluster", "f.hocon:1:1: akka.actor.provider: cannot be set: actors of the supervisor are local; remoting and clusters are not part of heliosd")]
    public void What_Akka_would_choke_on_is_refused_at_its_place(string file, string fault)
        => Assert.Equal(fault, Assert.Single(Assert.Throws<FleetFileException>(() => Read(file)).Lines));

    [Theory]
    [InlineData("a = ${b}\nb = ${a}\nakka.loglevel = ${a}")]
    [InlineData("akka.loglevel = ${akka.loglevel}")]
    [InlineData("akka { loglevel = DEBUG")]
    public void What_kills_Akka_s_own_parser_never_reaches_it(string file)
        => Assert.Throws<HoconException>(() => Read(file));

    [Theory]
    [InlineData("plain")]
    [InlineData("with \\\"quotes\\\" and \\\\ backslash")]
    [InlineData("${not.a.substitution}")]
    [InlineData("a # comment // that is none")]
    [InlineData("line\\nbreak\\tand \\u00e4\\u20ac")]
    public void A_text_is_read_by_Akka_as_it_was_written_or_refused(string text)
    {
        try
        {
            Assert.Equal(
                ((HoconScalar)HoconParser.Parse($"a = \"{text}\"").Root[0].Value).Text,
                Read($"akka.actor.deployment.x.dispatcher = \"{text}\"").Config.GetString("akka.actor.deployment.x.dispatcher"));
        }
        catch (FleetFileException refused)
        {
            Assert.Contains("Akka reads", Assert.Single(refused.Lines), StringComparison.Ordinal);
        }
    }

    private static ActorSettings Read(string file) => ActorSettings.Of(HoconParser.Parse(file, name: "f.hocon").Root);
}
