using System.Globalization;

namespace Helios.Hocon.Tests.Resolution;

/// <summary>Fields that are built from their earlier values, many times over: what they cost, and that nothing counts twice.</summary>
public class LookBackTests
{
    private const int Many = 200;

    [Theory]
    [InlineData("a { x = 1 }", "a = ${a} { k{0} = 1 }")]
    [InlineData("a { x = 1 }", "a = ${?a} { k{0} = 1 }")]
    [InlineData("a { x { y = 1 } }", "a = ${a.x} { k{0} = 1 }")]
    [InlineData("a { x = 1 }", "a = ${a} { k{0} = 1 }, a { l = ${a.x} }")]
    [InlineData("a { x = 1 }, b = ${a}", "a = ${b} { k{0} = 1 }")]
    [InlineData("a = [0]", "a = ${a} [{0}]")]
    [InlineData("a = x", "a = ${a} y")]
    [InlineData("a { l = [0] }", "a { l += {0} }, a = ${a}")]
    public void A_field_may_extend_itself_as_often_as_one_likes(string first, string line)
    {
        HoconOptions options = Text.Sealed with { Limits = new HoconLimits { MaxSubstitutions = 3 * Many * Many } };
        string text = string.Join('\n', Enumerable.Range(0, Many).Select(i => line.Replace("{0}", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)).Prepend(first));

        Assert.True(HoconParser.Parse(text, options).Root.HasPath("a"));
    }

    [Fact]
    public void A_field_and_a_field_in_it_may_extend_themselves_together()
    {
        string lines = string.Concat(Enumerable.Range(0, 60).Select(i => $"\na = ${{a}} {{ x = ${{a.x}} {{ k{i} = 1 }}, l = ${{a.l}} [{i}] }}"));

        HoconObject a = Text.Parse("a { x { y = 1 }, l = [] }" + lines).GetObject("a");

        Assert.Equal(61, a.GetObject("x").Count);
        Assert.Equal(60, a.GetList("l").Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Templates_that_extend_one_another_and_themselves_cost_no_more_than_their_lines(bool lastFirst)
    {
        List<string> lines = ["t0 { env { x = 1 }, l = [x] }"];
        for (int i = 0; i < 60; i++)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"t{i + 1} = ${{t{i}}} {{ env = ${{t{i + 1}.env}} {{ k{i} = 1 }}, l += {i} }}"));
        }

        if (lastFirst)
        {
            lines.Reverse();
        }

        HoconObject last = Text.Parse(string.Join('\n', lines)).GetObject("t60");
        Assert.Equal(61, last.GetObject("env").Count);
        Assert.Equal(61, last.GetList("l").Count);
    }

    [Fact]
    public void An_append_in_a_template_that_extends_itself_appends_once()
    {
        HoconObject root = Text.Parse(
            """
            containers.web { command = [sh] }
            containers.web.mounts += "/srv:/d"
            containers.web = ${containers.web} { limits { memory = 64M } }
            """);

        Assert.Equal("""["/srv:/d"]""", root.Get("containers.web.mounts").ToString());
    }

    [Theory]
    [InlineData("containers.a = x { command = [/bin/false], volumess = [] }\ncontainers.a { command = [/bin/true] }", "text:1:16: an object and a simple value")]
    [InlineData("a = [1] { b = 1 }\na = 3", "text:1:5: an object and a list")]
    [InlineData("a = x [1, 2]\na = [3]", "text:1:5: a list and a simple value")]
    [InlineData("web = ${nope} suffix\nweb.image = x", "text:1:7: ${nope} is not defined")]
    public void A_wrong_value_is_reported_although_the_key_is_set_again(string text, string reason) =>
        Assert.StartsWith(reason, Text.Refusal(text).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a { b = 1 }\nc = ${a} { p = ${d.q} }\nd { q = ${c.b} }\nd = ${d} { r = 2 }")]
    [InlineData("d { q = ${c.b} }\nd = ${d} { r = 2 }\nc = ${a} { p = ${d.q} }\na { b = 1 }")]
    public void The_order_of_fields_decides_nothing(string text) =>
        Assert.Equal(1, Text.Parse(text).GetInt("c.p"));
}
