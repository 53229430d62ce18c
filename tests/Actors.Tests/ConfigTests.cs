namespace Helios.Actors.Tests;

public sealed class ConfigTests
{
    [Fact]
    public void Reads_blocks_paths_lists_comments_and_units()
    {
        Config config = ConfigurationFactory.ParseString("""
            # a comment
            akka {
              loglevel = DEBUG   // another
              actor.ask-timeout = 2500 ms
              loggers = [ "a", b ]
            }
            akka.actor { debug : { unhandled = on } , retries = 7 }
            "quoted.key" = "text with \"quotes\""
            """);
        Assert.Equal("DEBUG", config.GetString("akka.loglevel"));
        Assert.Equal(TimeSpan.FromSeconds(2.5), config.GetTimeSpan("akka.actor.ask-timeout"));
        Assert.Equal(["a", "b"], config.GetStringList("akka.loggers"));
        Assert.True(config.GetBoolean("akka.actor.debug.unhandled"));
        Assert.Equal(7, config.GetConfig("akka.actor").GetInt("retries"));
        Assert.Equal("text with \"quotes\"", config.GetString("\"quoted.key\""));
        Assert.False(config.HasPath("akka.missing"));
        Assert.Equal(TimeSpan.Zero, config.GetTimeSpan("akka.missing"));
    }

    [Fact]
    public void A_fallback_fills_gaps_only()
    {
        Config merged = ((Config)"a.b = 1").WithFallback("a { b = 2, c = 3 }");
        Assert.Equal(1, merged.GetInt("a.b"));
        Assert.Equal(3, merged.GetInt("a.c"));
    }

    [Fact]
    public void Pairs_make_settings_and_numbered_ones_a_list()
    {
        Config config = Config.FromPairs([new("akka.loggers.1", "b"), new("akka.loggers.0", "a"), new("akka.loglevel", "ERROR")]);
        Assert.Equal(["a", "b"], config.GetStringList("akka.loggers"));
        Assert.Equal("ERROR", config.GetString("akka.loglevel"));
    }

    [Theory]
    [InlineData("a = ${b}", "substitutions")]
    [InlineData("include \"x\"", "includes")]
    [InlineData("a {", "'}' is missing")]
    [InlineData("a = [1", "']' is missing")]
    [InlineData("a = \"x", "not closed")]
    [InlineData("}", "closes nothing")]
    [InlineData("a", "needs '='")]
    [InlineData("a =", "value is missing")]
    public void Malformed_text_is_refused_with_its_line(string text, string why)
    {
        ConfigurationException refused = Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseString("\n" + text));
        Assert.StartsWith("line 2: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_of_the_wrong_kind_names_its_path()
        => Assert.Equal("a.b: 'x' is not a number", Assert.Throws<ConfigurationException>(() => ((Config)"a.b = x").GetInt("a.b")).Message);
}
