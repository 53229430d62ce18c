namespace Helios.Hocon.Tests.Values;

public class AccessTests
{
    private static HoconObject Root { get; } = HoconParser.Parse(
        """
        s = text, n = 42, w = 1e3, f = 1.5, yes = yes, off = off, t = true, null = null
        d = 10s, ms = 250, size = 64MiB, period = 2 weeks
        list = [a, 1, true], numbered { "1" = b, "0" = a }, o { p = 1, "q.r" = 2 }
        quoted = "42", big = 99999999999
        """,
        Text.Sealed,
        "f").Root;

    [Fact]
    public void Values_are_converted_as_the_specification_allows()
    {
        Assert.Equal("text", Root.GetString("s"));
        Assert.Equal("42", Root.GetString("n"));
        Assert.Equal("true", Root.GetString("t"));
        Assert.Equal(42, Root.GetInt("n"));
        Assert.Equal(42, Root.GetInt("quoted"));
        Assert.Equal(1000, Root.GetLong("w"));
        Assert.Equal(1.5, Root.GetDouble("f"));
        Assert.True(Root.GetBoolean("yes"));
        Assert.True(Root.GetBoolean("t"));
        Assert.False(Root.GetBoolean("off"));
        Assert.Equal(TimeSpan.FromSeconds(10), Root.GetTimeSpan("d"));
        Assert.Equal(TimeSpan.FromMilliseconds(250), Root.GetTimeSpan("ms"));
        Assert.Equal(64 << 20, Root.GetBytes("size"));
        Assert.Equal(new HoconPeriod(0, 0, 14), Root.GetPeriod("period"));
        Assert.Equal(["a", "1", "true"], Root.GetStringList("list"));
        Assert.Equal(["a", "b"], Root.GetStringList("numbered"));
        Assert.Equal(1, Root.GetObject("o").GetInt("p"));
        Assert.Equal(2, Root.GetInt("o.\"q.r\""));
    }

    [Fact]
    public void A_missing_key_is_never_a_silent_zero()
    {
        Assert.StartsWith("f:3:55: o.pp is missing; did you mean p?", Assert.Throws<HoconException>(() => Root.GetInt("o.pp")).Message, StringComparison.Ordinal);
        Assert.Throws<HoconException>(() => Root.GetTimeSpan("missing"));
        Assert.Throws<HoconException>(() => Root.GetBoolean("missing"));
        Assert.Throws<HoconException>(() => Root.GetString("missing.deeper"));
        Assert.Throws<HoconException>(() => Root.GetString("null"));
        Assert.False(Root.HasPath("null"));
        Assert.False(Root.HasPath("missing"));
        Assert.True(Root.HasPath("o.p"));
    }

    [Theory]
    [InlineData("list", "f:3:8: list must be a string, not a list")]
    [InlineData("o", "o must be a string, not an object")]
    [InlineData("s.deeper", "s must be an object, not a string: \"text\"")]
    public void Lists_and_objects_are_never_strings(string path, string message) =>
        Assert.Contains(message, Assert.Throws<HoconException>(() => Root.GetString(path)).Message, StringComparison.Ordinal);

    [Fact]
    public void Conversions_that_the_specification_forbids_are_refused()
    {
        Assert.Throws<HoconException>(() => Root.GetInt("s"));
        Assert.Throws<HoconException>(() => Root.GetInt("f"));
        Assert.Throws<HoconException>(() => Root.GetInt("big"));
        Assert.Throws<HoconException>(() => Root.GetInt("t"));
        Assert.Throws<HoconException>(() => Root.GetBoolean("n"));
        Assert.Throws<HoconException>(() => Root.GetList("o"));
        Assert.Throws<HoconException>(() => Root.GetList("s"));
        Assert.Throws<HoconException>(() => Root.GetObject("list"));
        Assert.Throws<HoconException>(() => Root.GetDouble("list"));
        Assert.Throws<HoconException>(() => Root.GetTimeSpan("t"));
    }

    [Fact]
    public void A_list_document_has_no_root_object() =>
        Assert.Throws<HoconException>(() => HoconParser.Parse("[1]").Root);
}
