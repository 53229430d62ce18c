using System.Text;
using System.Text.Json;

namespace Helios.Hocon.Tests.Json;

/// <summary>
/// The categories of the public JSON parsing cases, made by construction: what every JSON parser must accept (y), what a JSON parser must
/// refuse (n) and what is left open (i). HOCON is a superset, so part of n is HOCON: that part is listed apart, with what it means.
/// </summary>
public class JsonConformanceTests
{
    private static readonly string[] s_numbers =
    [
        "0", "-0", "1", "-1", "123", "20e1", "1e2", "1E22", "1E-2", "1E+2", "0e1", "0e+1", "123.456789", "123e45", "123.456e78", "-123", "0.1", "1e-10",
        "-0.000000000000000000000000000000000000000000000000000000000000000000000000000001", "-9223372036854775808", "18446744073709551616",
    ];

    private static readonly string[] s_strings =
    [
        "\"\"", "\"a\"", "\" \"", "\"\\u0060\\u012a\\u12AB\"", "\"\\ud801\\udc37\"", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\\\u0000\"", "\"\\\"\"", "\"a/*b*/c/*d//e\"",
        "\"\\\\a\"", "\"\\u0012\"", "\"\\uFFFF\"", "\"asd \"", "\"\u007F\"", "\"\u2028\u2029\"", "\"\uD834\uDD1E\"", "\"€𝄞\"", "\"\\u0000\"", "\"\\u002c\"", "\"π\"", "\"\\uA66D\"", "\"⍂㈴⍂\"",
        "\"new\\u000Aline\"", "\"\\u0022\"", "\"\\uDBFF\\uDFFE\"", "\"${a}\"", "\"#\"", "\"//\"",
    ];

    public static TheoryData<string> Accepted
    {
        get
        {
            TheoryData<string> cases =
            [
                "[]", "{}", " [] ", "[[]   ]", "[null]", "[true]", "[false]", "[1\n]", " [1]", "[1,null,null,null,2]", "[2] ", "[\"\"]", "[null, 1, \"1\", {}]",
                "{\"a\":[]}", "{\"\":0}", "{\"a\":\"b\",\"c\":{}}", "{\"foo\\u0000bar\": 42}", "{ \"min\": -1.0e+28, \"max\": 1.0e+28 }",
                "{\"x\":[{\"id\": \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"}], \"id\": \"x\"}", "{\n\"a\": \"b\"\n}", "{\"a\"\n:\n1\n,\n\"b\"\t:\r\n2}", "[\t1\r\n,\n2 ]",
                "{\"a\":{\"b\":{\"c\":[[[{}]]]}}}", "{\"a.b\":1,\"include\":2,\"true\":3,\"1\":4}", "[1 ,2]", "[\n[\n]\n]",
            ];
            foreach (string scalar in (string[])[.. s_numbers, .. s_strings])
            {
                cases.Add($"[{scalar}]");
                cases.Add($"{{\"key\":{scalar}}}");
                cases.Add($"[1, {scalar} , 2]");
            }

            foreach (string key in s_strings)
            {
                cases.Add($"{{{key}:0}}");
            }

            return cases;
        }
    }

    public static TheoryData<string> Refused
    {
        get
        {
            TheoryData<string> cases =
            [
                // lists
                "[", "]", "[1", "[1,", "[\"\"", "[\"\",", "[\"x\"", "[,]", "[,1]", "[1,,2]", "[\"x\",,]", "[1,,]", "[1]]", "[1}", "[\"x\"]]", "[:1]", "[1:2]", "[\"\": 1]",
                "[x: 1]", "[*]", "[?]", "[\\f]", "[\"a\x00b\"]", "[&]", "[`]", "[^]", "[!]", "[@]", "[[\"x\"", "[{}", "[1]x", "[]]", "[][]", "[1]]x", "[\\n]", "[\"a\"\\]",

                // numbers that need a reserved character
                "[+1]", "[++1]", "[1+2]", "[1e1+2]", "[+Inf]", "[1.2e++1]", "[2.e+3]", "[0.e+]", "[1.0e+]", "[0e+]",

                // objects
                "{", "{{}", "{]", "{,}", "{\"a\"", "{\"a\":", "{\"a\":\"b\"", "{\"a\":1,,\"b\":2}", "{\"a\":1,,}", "{\"a\"}", "{a}", "{\"a\":}", "{:1}", "{:\"b\"}", "{\"a\",\"b\"}",
                "{\"x\"::\"b\"}", "{\"a\":\"a\" 123:4}", "{\"a\":true} \"x\"", "{\"a\":1}}", "{\"a\":\"b\"}/*", "{\"a\":1}{", "{[: \"x\"}", "{\"a\":`b`}", "{'a:1}x=1}", "{\"a\" b}", "{1}", "{null}",
                "}", "{\"a\":\"b\"}#{}\n}", "{\"id\":0,,}", "{\"a\":[}", "{\"a\":{]}", "{\"a\" \"b\":}", "{\"a\":1]", "{\"a\":^}",

                // strings
                "[\"]", "[\"a]", "[\"\\\"]", "[\"\\x00\"]", "[\"\\u\"]", "[\"\\u1\"]", "[\"\\u12\"]", "[\"\\u123\"]", "[\"\\u00A\"]", "[\"\\uD834\\u\"]", "[\"\\uD834\\uD\"]",
                "[\"\\uqqqq\"]", "[\"\\a\"]", "[\"\\'\"]", "[\"\\\t\"]", "[\"\\\x00\"]", "[\"\\🌀\"]", "[\"a\nb\"]", "[\"\t\"]", "[\"\x00\"]", "[\"\x1F\"]", "[\"\r\"]", "[\"\\\\\\\"]", "[\"\\u 123\"]", "[\"\\u+123\"]",

                // structure
                "\"", "{\"a\":1} \"b\"", "\\", "*", "?", "$", "@", "[1]{}", "{}[]", "{}1", "[]1", "{} null", "{\"\\\":1}", "abc", "'", "<null>",
            ];
            return cases;
        }
    }

    /// <summary>Refused by JSON and good HOCON, with the JSON that they mean.</summary>
    public static TheoryData<string, string> Superset => new()
    {
        { "", "{}" }, { " ", "{}" }, { "\uFEFF{}", "{}" }, { "[1,]", "[1]" }, { "[\"\",]", "[\"\"]" }, { "{\"a\":1,}", "{\"a\":1}" },
        { "[1 true]", "[\"1 true\"]" }, { "[a]", "[\"a\"]" }, { "[nul]", "[\"nul\"]" }, { "[tru]", "[\"tru\"]" }, { "[True]", "[\"True\"]" }, { "[NaN]", "[\"NaN\"]" },
        { "[Infinity]", "[\"Infinity\"]" }, { "[-Infinity]", "[\"-Infinity\"]" }, { "[-]", "[\"-\"]" }, { "[01]", "[\"01\"]" }, { "[-01]", "[\"-01\"]" }, { "[1.]", "[\"1.\"]" },
        { "[.5]", "[\".5\"]" }, { "[1e]", "[\"1e\"]" }, { "[0x42]", "[\"0x42\"]" }, { "[1 000]", "[\"1 000\"]" }, { "[1.2a]", "[\"1.2a\"]" }, { "[--2.]", "[\"--2.\"]" },
        { "[2.e3]", "[\"2.e3\"]" }, { "[1eE2]", "[\"1eE2\"]" }, { "['x']", "[\"'x'\"]" }, { "{a:1}", "{\"a\":1}" }, { "{'a':0}", "{\"'a'\":0}" }, { "{1:1}", "{\"1\":1}" },
        { "{\"a\":1 # c\n}", "{\"a\":1}" }, { "{\"a\":\"b\"}//", "{\"a\":\"b\"}" }, { "{\"a\":\"b\"}#", "{\"a\":\"b\"}" }, { "{\"a\" {}}", "{\"a\":{}}" }, { "{\"a\"=1}", "{\"a\":1}" },
        { "[\"a\" \"b\"]", "[\"a b\"]" }, { "[\"a\"\n\"b\"]", "[\"a\",\"b\"]" }, { "[1\n2]", "[1,2]" }, { "[3[4]\n]", "" }, { "[{}{}]", "[{}]" }, { "[[1][2]]", "[[1,2]]" },
        { "{\"a\":1,\"a\":2}", "{\"a\":2}" }, { "{\"a\":{\"b\":1},\"a\":{\"c\":2}}", "{\"a\":{\"b\":1,\"c\":2}}" }, { "[\"\"\"x\ty\"\"\"]", "[\"x\\ty\"]" }, { "[\f1\v]", "[1]" },
        { "[\u00A01\u2028]", "[1]" }, { "[\u2060]", "[\"\u2060\"]" }, { "[１]", "[\"１\"]" }, { "a=1", "{\"a\":1}" }, { "[1e+5]", "[1e+5]" },
    };

    [Theory]
    [MemberData(nameof(Accepted))]
    public void All_json_is_hocon_with_the_same_content(string json)
    {
        using JsonDocument expected = JsonDocument.Parse(json);
        HoconValue value = HoconParser.Parse(json, Text.Sealed).Value;
        using JsonDocument actual = JsonDocument.Parse(value.ToString());

        Assert.True(JsonElement.DeepEquals(expected.RootElement, actual.RootElement), value.ToString());
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_neither_json_nor_hocon_allows_is_refused(string text)
    {
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(text));
        Text.Refusal(text);
    }

    [Theory]
    [MemberData(nameof(Superset))]
    public void What_only_hocon_allows_has_a_stated_meaning(string text, string json)
    {
        Assert.ThrowsAny<Exception>(() => JsonDocument.Parse(Encoding.UTF8.GetBytes(text)).RootElement.EnumerateObject().ToDictionary(field => field.Name));
        if (json.Length == 0)
        {
            Text.Refusal(text);
            return;
        }

        Assert.Equal(json, Text.Json(text).Replace("\\u2060", "\u2060", StringComparison.Ordinal));
    }

    /// <summary>Left open by the JSON cases; this is what Helios does.</summary>
    [Theory]
    [InlineData("[123123e100000]", "123123e100000")]
    [InlineData("[0.4e006699999999999999999999999999999]", "0.4e006699999999999999999999999999999")]
    [InlineData("[-123123123123123123123123123123]", "-123123123123123123123123123123")]
    public void What_json_leaves_open_is_kept_as_it_is_written(string text, string content) =>
        Assert.Equal(content, ((HoconScalar)((HoconArray)HoconParser.Parse(text).Value)[0]).Text);

    [Fact]
    public void Half_a_surrogate_pair_in_an_escape_is_kept()
    {
        HoconArray value = (HoconArray)HoconParser.Parse("[\"\\uD800\", \"\\uDFAA\", \"\\uD800\\uD800\\n\"]").Value;

        Assert.Equal(["\ud800", "\udfaa", "\ud800\ud800\n"], value.Select(item => ((HoconScalar)item).Text));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"x\"")]
    [InlineData("true")]
    [InlineData("null")]
    public void A_simple_value_alone_is_no_document(string text) => Text.Refusal(text);

    [Theory]
    [InlineData(new byte[] { 0x5B, 0x22, 0xFF, 0x22, 0x5D })]
    [InlineData(new byte[] { 0x5B, 0x22, 0xC0, 0xAF, 0x22, 0x5D })]
    [InlineData(new byte[] { 0x5B, 0x22, 0xED, 0xA0, 0x80, 0x22, 0x5D })]
    [InlineData(new byte[] { 0x5B, 0x22, 0xE2, 0x82, 0x22, 0x5D })]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x5B, 0x00, 0x5D, 0x00 })]
    [InlineData(new byte[] { 0x00, 0x5B, 0x00, 0x5D })]
    [InlineData(new byte[] { 0xE5 })]
    public void Bytes_that_are_not_utf8_are_refused(byte[] bytes) => Assert.Throws<HoconException>(() => HoconParser.Parse(bytes));

    [Fact]
    public void A_list_of_100000_elements_and_a_long_string_are_read()
    {
        Assert.Equal(100_000, ((HoconArray)HoconParser.Parse("[" + string.Join(',', Enumerable.Repeat("1", 100_000)) + "]").Value).Count);
        Assert.Equal(1_000_000, HoconParser.Parse("{\"a\":\"" + new string('x', 1_000_000) + "\"}").Root.GetString("a").Length);
    }
}
