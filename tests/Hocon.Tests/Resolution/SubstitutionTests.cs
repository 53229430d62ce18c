namespace Helios.Hocon.Tests.Resolution;

public class SubstitutionTests
{
    [Theory]
    [InlineData("a = 1, b = ${a}", """{"a":1,"b":1}""")]
    [InlineData("b = ${a}, a = 1", """{"b":1,"a":1}""")]
    [InlineData("b = ${ a }, a = 1", """{"b":1,"a":1}""")]
    [InlineData("a { b = [1] }, c = ${a.b}", """{"a":{"b":[1]},"c":[1]}""")]
    [InlineData("a = x, b = ${a} is ${a}!\n", null)]
    [InlineData("a = x, b = ${a} is ${a}", """{"a":"x","b":"x is x"}""")]
    [InlineData("a = 1, b = ${a}\" is one\"", """{"a":1,"b":"1 is one"}""")]
    [InlineData("a = \"${b}\"", """{"a":"${b}"}""")]
    [InlineData("a = 1, b = ${a}, a = 2", """{"a":2,"b":2}""")]
    [InlineData("\"x.y\" = 1, b = ${\"x.y\"}", """{"x.y":1,"b":1}""")]
    [InlineData("a = null, b = ${a}", """{"a":null,"b":null}""")]
    [InlineData("a = null, b = x${a}", """{"a":null,"b":"xnull"}""")]
    [InlineData("a = 1e3, b = ${a}s", """{"a":1e3,"b":"1e3s"}""")]
    public void A_substitution_takes_the_final_value_of_its_path(string text, string? json)
    {
        if (json is null)
        {
            Text.Refusal(text);
            return;
        }

        Assert.Equal(json, Text.Json(text));
    }

    [Theory]
    [InlineData("a = ${?b}", "{}")]
    [InlineData("a = 1, a = ${?b}", """{"a":1}""")]
    [InlineData("a = [1, ${?b}, 2]", """{"a":[1,2]}""")]
    [InlineData("a = x${?b}y", """{"a":"xy"}""")]
    [InlineData("a = ${?b}${?c}", "{}")]
    [InlineData("a = ${?b}[1]", """{"a":[1]}""")]
    [InlineData("a = ${?b}{ x = 1 }", """{"a":{"x":1}}""")]
    [InlineData("a { b = 1 }, a = ${?c}", """{"a":{"b":1}}""")]
    public void An_optional_substitution_that_finds_nothing_leaves_no_trace(string text, string json) => Assert.Equal(json, Text.Json(text));

    [Theory]
    [InlineData("path = \"a:b\", path = ${path}\":c\"", """{"path":"a:b:c"}""")]
    [InlineData("a = 1, a = ${a} 2, a = ${a} 3", """{"a":"1 2 3"}""")]
    [InlineData("path = [ /bin ], path = ${path} [ /usr/bin ]", """{"path":["/bin","/usr/bin"]}""")]
    [InlineData("foo { a = 1 }, foo = ${foo}", """{"foo":{"a":1}}""")]
    [InlineData("foo = ${?foo}", "{}")]
    [InlineData("a = ${?a}foo", """{"a":"foo"}""")]
    [InlineData("foo = ${missing}, foo = 42", """{"foo":42}""")]
    [InlineData("foo = ${foo}, foo = 42", """{"foo":42}""")]
    [InlineData("foo { a { c = 1 } }, foo = ${foo.a}, foo { a = 2 }", """{"foo":{"a":2,"c":1}}""")]
    [InlineData("bar { foo = 42, baz = ${bar.foo} }", """{"bar":{"foo":42,"baz":42}}""")]
    [InlineData("bar { foo = 42, baz = ${bar.foo} }, bar { foo = 43 }", """{"bar":{"foo":43,"baz":43}}""")]
    [InlineData("bar { a = ${foo.d}, b = 1 }, bar.b = 3, foo { c = ${bar.b}, d = 2 }, foo.d = 4", """{"bar":{"a":4,"b":3},"foo":{"c":3,"d":4}}""")]
    [InlineData("a = ${b} { x = 1 }, b { y = ${a.x} }", """{"a":{"y":1,"x":1},"b":{"y":1}}""")]
    [InlineData("a = [ ${?a} ]", """{"a":[]}""")]
    [InlineData("a { b = ${?a} }", """{"a":{}}""")]
    [InlineData("a { b = ${c.x}, x = 5 }, c = ${a}", """{"a":{"b":5,"x":5},"c":{"b":5,"x":5}}""")]
    public void A_field_may_refer_to_its_own_earlier_value(string text, string json) => Assert.Equal(json, Text.Json(text));

    [Theory]
    [InlineData("foo = ${foo}", "refers to itself")]
    [InlineData("foo = ${foo}, foo { a = 1 }", "refers to itself")]
    [InlineData("bar = ${foo}, foo = ${bar}", "in a circle")]
    [InlineData("a = ${b}, b = ${c}, c = ${a}", "in a circle")]
    [InlineData("a = ${b}x, b = ${a}y", "in a circle")]
    [InlineData("a { b = ${a} }", "contains it")]
    [InlineData("a = [ ${a} ]", "contains it")]
    [InlineData("a { b { c = ${a} } }", "contains it")]
    public void A_cycle_is_refused(string text, string reason) => Assert.Contains(reason, Text.Refusal(text).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a += 1", """{"a":[1]}""")]
    [InlineData("a = [1], a += 2, a += 3", """{"a":[1,2,3]}""")]
    [InlineData("a += { b = 1 }", """{"a":[{"b":1}]}""")]
    [InlineData("a += [1]", """{"a":[[1]]}""")]
    [InlineData("b = 7, a = [1], a += ${b}", """{"b":7,"a":[1,7]}""")]
    [InlineData("base { l = [1] }, x = ${base} { l += 2 }", """{"base":{"l":[1]},"x":{"l":[1,2]}}""")]
    [InlineData("x = ${base} { l += 2, l += 3 }, base { l = [1] }", """{"x":{"l":[1,2,3]},"base":{"l":[1]}}""")]
    [InlineData("a = {\"0\": x}, a += y", """{"a":["x","y"]}""")]
    [InlineData("x += 1, a = [0], a = ${x}", """{"x":[1],"a":[1]}""")]
    public void Plus_equals_appends_to_the_list_below(string text, string json) => Assert.Equal(json, Text.Json(text));

    [Theory]
    [InlineData("g { size = 6, n = 1 }, e = ${g} { n = 2, name = east }", """{"g":{"size":6,"n":1},"e":{"size":6,"n":2,"name":"east"}}""")]
    [InlineData("a { x = 1 }, b { y = 2 }, c = ${a} ${b}", """{"a":{"x":1},"b":{"y":2},"c":{"x":1,"y":2}}""")]
    [InlineData("a = [1], b = [2], c = ${a} ${b} [3]", """{"a":[1],"b":[2],"c":[1,2,3]}""")]
    [InlineData("a = x, b = y, c = ${a} ${b}", """{"a":"x","b":"y","c":"x y"}""")]
    [InlineData("a { d { x = 1, y = 1 } }, b = ${a} { d { y = 2 } }", """{"a":{"d":{"x":1,"y":1}},"b":{"d":{"x":1,"y":2}}}""")]
    [InlineData("b = ${a} { d { y = 2 } }, a { d { x = 1, y = 1 } }", """{"b":{"d":{"x":1,"y":2}},"a":{"d":{"x":1,"y":1}}}""")]
    [InlineData("a { x = 1 }, a = ${b}, a { z = 3 }, b { y = 2, x = 2 }", """{"a":{"x":2,"y":2,"z":3},"b":{"y":2,"x":2}}""")]
    [InlineData("a { path = [1] }, b = ${a} { path = ${b.path} [2] }", """{"a":{"path":[1]},"b":{"path":[1,2]}}""")]
    [InlineData("a = {\"1\": b, \"0\": a, x = no} [c]", """{"a":["a","b","c"]}""")]
    [InlineData("base { p = 1 }, l = [ ${base} { q = 2 }, ${base} ]", """{"base":{"p":1},"l":[{"p":1,"q":2},{"p":1}]}""")]
    public void Side_by_side_objects_merge_and_lists_join(string text, string json) => Assert.Equal(json, Text.Json(text));

    [Theory]
    [InlineData("a = [1] x")]
    [InlineData("a = { b = 1 } x")]
    [InlineData("a = [1] { b = 1 }")]
    [InlineData("o { x = 1 }, a = ${o} text")]
    [InlineData("o { x = 1 }, s = 1, a = ${o} ${s}")]
    [InlineData("l = [1], a = ${l} text")]
    public void Mixed_concatenations_are_refused(string text) => Text.Refusal(text);

    [Fact]
    public void An_undefined_path_suggests_the_nearest_defined_one()
    {
        HoconException refusal = Text.Refusal("defaults { memory = 1 }\na = ${defaults.memroy}");

        Assert.StartsWith("text:2:5: ${defaults.memroy} is not defined; did you mean defaults.memory?", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_undefined_substitution_is_reported()
    {
        Assert.Equal(3, Text.Refusal("a = ${x}, b = [${y}], c { d = ${z} }").Faults.Length);
    }

    [Fact]
    public void The_environment_is_asked_after_the_document()
    {
        HoconOptions options = new() { Environment = name => name switch { "HOME" => "/root", "EMPTY" => "", "L_0" => "x", "L_1" => "y", _ => null } };
        HoconObject root = HoconParser.Parse(
            "a = ${HOME}/x, b = ${?MISSING}, c = ${HOST}, HOST = here, d = ${EMPTY}, l = ${L[]}, m = ${?NONE[]}", options).Root;

        Assert.Equal("""{"a":"/root/x","c":"here","HOST":"here","d":"","l":["x","y"]}""", root.ToString());
    }

    [Fact]
    public void A_null_in_the_document_hides_the_environment()
    {
        HoconOptions options = new() { Environment = _ => "outside" };

        Assert.Equal("""{"HOME":null,"a":null}""", HoconParser.Parse("HOME = null, a = ${HOME}", options).Value.ToString());
    }

    [Fact]
    public void A_value_from_the_environment_says_so()
    {
        HoconOptions options = new() { Environment = _ => "x" };

        Assert.Equal("environment variable PORT", HoconParser.Parse("a = ${PORT}", options).Root.Get("a").Origin.ToString());
    }

    [Theory]
    [InlineData("a = null, a { x = 1 }")]
    [InlineData("a { z = 0 }, a = 5, a { x = 1 }")]
    [InlineData("b { x = 1 }, a = 5, a = ${b}")]
    public void An_object_set_over_another_value_hides_every_fallback(string text)
    {
        HoconObject merged = Text.Parse(text).WithFallback(Text.Parse("a { y = 2 }"));

        Assert.Equal("""{"x":1}""", merged.Get("a").ToString());
    }
}
