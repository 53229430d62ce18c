namespace Helios.Hocon.Tests.Parsing;

public class SyntaxTests
{
    [Theory]
    [InlineData("", "{}")]
    [InlineData("# only a comment", "{}")]
    [InlineData("\uFEFFa = 1", """{"a":1}""")]
    [InlineData("a = 1", """{"a":1}""")]
    [InlineData("{ a : 1 }", """{"a":1}""")]
    [InlineData("[1, 2]", "[1,2]")]
    [InlineData("a { b = 1 }", """{"a":{"b":1}}""")]
    [InlineData("a : { b = 1 }", """{"a":{"b":1}}""")]
    [InlineData("a\n  :\n  1", """{"a":1}""")]
    [InlineData("a = \n 1", """{"a":1}""")]
    public void Root_braces_and_separators_may_be_left_out(string text, string json) => Assert.Equal(json, Text.Json(text));

    [Theory]
    [InlineData("[1,2,3,]", "[1,2,3]")]
    [InlineData("[1\n2\n3]", "[1,2,3]")]
    [InlineData("[1\n,2\n,\n3]", "[1,2,3]")]
    [InlineData("[]", "[]")]
    [InlineData("{a:1,}", """{"a":1}""")]
    [InlineData("{a:1\nb:2}", """{"a":1,"b":2}""")]
    [InlineData("a:1,b:2", """{"a":1,"b":2}""")]
    public void Commas_may_be_new_lines_and_one_may_trail(string text, string json) => Assert.Equal(json, Text.Json(text));

    [Theory]
    [InlineData("[1,2,,]", "two commas")]
    [InlineData("[,1]", "',' where a list element is expected")]
    [InlineData("[1,,2]", "two commas")]
    [InlineData("[,]", "','")]
    [InlineData("a=1,,b=2", "two commas")]
    [InlineData(",a=1", "',' where a key is expected")]
    [InlineData("{a=1", "'{' is never closed")]
    [InlineData("a=1}", "'}'")]
    [InlineData("{a=1} b=2", "after the end of the document")]
    [InlineData("{}}", "after the end of the document")]
    [InlineData("[1] [2]", "after the end of the document")]
    [InlineData("a", "has no value")]
    [InlineData("a =", "the end of the text where a value is expected")]
    [InlineData("a = ,", "',' where a value is expected")]
    [InlineData("a b", "has no value")]
    [InlineData("a = foo:bar", "':' cannot stand in an unquoted value")]
    [InlineData("a = 1 = 2", "'=' cannot stand")]
    [InlineData("a = *.conf", "'*' cannot start a value")]
    [InlineData("a = x*", "'*' cannot stand")]
    [InlineData("a = \\x", "cannot start a value")]
    [InlineData("a ? = 1", "'?' cannot stand in a key")]
    [InlineData("a = $b", "write ${path}")]
    [InlineData("a = ${b", "never closed")]
    [InlineData("a = ${}", "where a key is expected")]
    [InlineData("a = ${${b}}", "substitution inside a substitution")]
    [InlineData("${a} = 1", "where a key is expected")]
    [InlineData("a..b = 1", "empty")]
    [InlineData(".a = 1", "empty")]
    [InlineData("a. = 1", "empty")]
    [InlineData("[1] = 2", "after the end")]
    [InlineData("{} = 2", "after the end")]
    [InlineData("a = \"x", "never closed")]
    [InlineData("a = \"x\ny\"", "not closed on its line")]
    [InlineData("a = \"\t\"", "control character U+0009")]
    [InlineData("a = \"\\x\"", "no such escape")]
    [InlineData("a = \"\\u12g4\"", "no such escape")]
    [InlineData("a = \"\"\"x", "never closed")]
    [InlineData("a = [1", "'[' is never closed")]
    [InlineData("a = { b = 1 ]", "']'")]
    public void A_text_that_is_no_hocon_is_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(reason, Text.Refusal(text).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a = 1 # one\nb = 2 // two", """{"a":1,"b":2}""")]
    [InlineData("// x\n# y\na = [ // z\n 1, # w\n 2 ]", """{"a":[1,2]}""")]
    [InlineData("a = \"# no\" # yes", """{"a":"# no"}""")]
    [InlineData("a = x//y", """{"a":"x"}""")]
    [InlineData("a = /x/y", """{"a":"/x/y"}""")]
    [InlineData("a = x#y", """{"a":"x"}""")]
    public void Comments_run_to_the_end_of_the_line(string text, string json) => Assert.Equal(json, Text.Json(text));

    [Theory]
    [InlineData("a = true", """{"a":true}""")]
    [InlineData("a = truefoo", """{"a":"truefoo"}""")]
    [InlineData("a = footrue", """{"a":"footrue"}""")]
    [InlineData("a = null", """{"a":null}""")]
    [InlineData("a = true foo", """{"a":"true foo"}""")]
    [InlineData("a = 10.0bar", """{"a":"10.0bar"}""")]
    [InlineData("a = bar10.0", """{"a":"bar10.0"}""")]
    [InlineData("a = 1e+5", """{"a":1e+5}""")]
    [InlineData("a = -1.5E-3", """{"a":-1.5E-3}""")]
    [InlineData("a = 01", """{"a":"01"}""")]
    [InlineData("a = -c", """{"a":"-c"}""")]
    [InlineData("a = 192.168.0.1/24", """{"a":"192.168.0.1/24"}""")]
    [InlineData("a =   foo  bar\tbaz  \n", "{\"a\":\"foo  bar\\tbaz\"}")]
    [InlineData("a = 1 2 3", """{"a":"1 2 3"}""")]
    [InlineData("a = x\"y\"z", """{"a":"xyz"}""")]
    [InlineData("a = x \"y\" z", """{"a":"x y z"}""")]
    [InlineData("a = include", """{"a":"include"}""")]
    [InlineData("a = [ include ]", """{"a":["include"]}""")]
    [InlineData("a = null x", """{"a":"null x"}""")]
    [InlineData("[ 1 2 3 4 ]", """["1 2 3 4"]""")]
    public void Unquoted_values_follow_the_rules(string text, string json) => Assert.Equal(json, Text.Json(text));

    [Theory]
    [InlineData("a.b.c = 1", """{"a":{"b":{"c":1}}}""")]
    [InlineData("a.\"b.c\" = 1", """{"a":{"b.c":1}}""")]
    [InlineData("\"\".a = 1", """{"":{"a":1}}""")]
    [InlineData("a.\"\".b = 1", """{"a":{"":{"b":1}}}""")]
    [InlineData("a b c = 1", """{"a b c":1}""")]
    [InlineData("true = 1, 3.14 = 2", """{"true":1,"3":{"14":2}}""")]
    [InlineData("10.0foo = 1", """{"10":{"0foo":1}}""")]
    [InlineData("foo\"10.0\" = 1", """{"foo10.0":1}""")]
    [InlineData("foo include = 1", """{"foo include":1}""")]
    [InlineData("\"include\" = 1", """{"include":1}""")]
    [InlineData("include-dir = 1, includes = 2, include.x = 3", """{"include-dir":1,"includes":2,"include":{"x":3}}""")]
    [InlineData("\"a\"\n:1", """{"a":1}""")]
    [InlineData("a.x = 1\na.y = 2", """{"a":{"x":1,"y":2}}""")]
    [InlineData("größe = 1", """{"größe":1}""")]
    public void Keys_are_paths(string text, string json) => Assert.Equal(json, Text.Json(text));

    [Theory]
    [InlineData("a = \"\"\"x\ny\\n\"\"\"", "x\ny\\n")]
    [InlineData("a = \"\"\"foo\"\"\"\"", "foo\"")]
    [InlineData("a = \"\"\"\"\"\"", "")]
    [InlineData("a = \"\"\" \"x\" \"\"\"", " \"x\" ")]
    [InlineData("a = \"\\u00e4\\n\\\"\\/\\b\\f\\r\\t\\\\\"", "ä\n\"/\b\f\r\t\\")]
    [InlineData("a = \"\\ud83d\\ude00\"", "😀")]
    public void Quoted_strings_are_read_as_json_and_three_quotes_as_they_stand(string text, string expected) =>
        Assert.Equal(expected, Text.Parse(text).GetString("a"));

    [Theory]
    [InlineData("\u00A0a\u2007=\u202F1\u3000")]
    [InlineData("a\v=\f1\u001C\u001D\u001E\u001F")]
    [InlineData("\uFEFFa =\uFEFF1")]
    public void White_space_is_all_that_the_specification_lists(string text) => Assert.Equal("""{"a":1}""", Text.Json(text));

    [Theory]
    [InlineData("a = 1, a = 2", """{"a":2}""")]
    [InlineData("foo { a = 42 }, foo { b = 43 }", """{"foo":{"a":42,"b":43}}""")]
    [InlineData("foo { a = 42 }, foo = null, foo { b = 43 }", """{"foo":{"b":43}}""")]
    [InlineData("a = 1, a { b = 2 }", """{"a":{"b":2}}""")]
    [InlineData("a { b = 2 }, a = 1", """{"a":1}""")]
    [InlineData("a = [1], a = [2]", """{"a":[2]}""")]
    [InlineData("z = 1, a = 2, z = 3", """{"z":3,"a":2}""")]
    [InlineData("a { b = 1 } { c = 2 }", """{"a":{"b":1,"c":2}}""")]
    [InlineData("a = [1] [2]", """{"a":[1,2]}""")]
    [InlineData("[[1,2] [3]\n [4]]", "[[1,2,3],[4]]")]
    public void Duplicate_keys_override_or_merge_and_keep_their_first_place(string text, string json) => Assert.Equal(json, Text.Json(text));

    [Fact]
    public void All_faults_of_a_text_are_reported_at_once_each_with_line_column_and_caret()
    {
        HoconException refusal = Assert.Throws<HoconException>(() =>
            HoconParser.Parse("a = foo:bar\nb = 1\nc { d = x*y }\ne = \"\\q\"\n", Text.Sealed, "fleet.hocon"));

        Assert.Equal(["fleet.hocon:1:8", "fleet.hocon:3:10", "fleet.hocon:4:6"], refusal.Faults.Select(fault => fault.Origin.ToString()));
        Assert.StartsWith(
            "fleet.hocon:1:8: ':' cannot stand in an unquoted value; put the value in double quotes" + Environment.NewLine
            + "    a = foo:bar" + Environment.NewLine
            + "           ^" + Environment.NewLine,
            refusal.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Every_value_and_key_knows_where_it_was_written()
    {
        HoconObject root = HoconParser.Parse("a = 1\n  b { c = [x,\n    y] }", Text.Sealed, "f").Root;

        Assert.Equal("f:1:5", root.Get("a").Origin.ToString());
        Assert.Equal("f:2:5", root.Get("b").Origin.ToString());
        Assert.Equal("f:2:3", root[1].KeyOrigin.ToString());
        Assert.Equal("f:3:5", ((HoconArray)root.Get("b.c"))[1].Origin.ToString());
    }
}
