using System.Text.Json;
using Helios.Hocon.Tests.Binding;

namespace Helios.Hocon.Tests.Writing;

public class WriterTests
{
    [Fact]
    public void Hocon_is_written_the_way_people_write_it()
    {
        HoconObject value = Text.Parse("""
            a = 1, b { c = "x y", d = [1, two, "3.0"], e = [{ f = null }, []], g {} }, "h.i" = 64MiB, j = 250ms, k = "true", l = /bin/sh
            """);

        Assert.Equal(
            """
            a = 1
            b {
              c = "x y"
              d = [1, two, "3.0"]
              e = [
                {
                  f = null
                }
                []
              ]
              g {}
            }
            "h.i" = 64MiB
            j = 250ms
            k = "true"
            l = /bin/sh

            """,
            HoconWriter.Write(value));
    }

    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("plain", "plain")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("12", "\"12\"")]
    [InlineData("1e5", "\"1e5\"")]
    [InlineData("-x", "\"-x\"")]
    [InlineData("http://x", "\"http://x\"")]
    [InlineData("a//b", "\"a//b\"")]
    [InlineData("null", "\"null\"")]
    [InlineData("ä", "\"ä\"")]
    [InlineData("a\nb", "\"a\\nb\"")]
    [InlineData("${x}", "\"${x}\"")]
    public void Strings_are_quoted_where_they_would_read_back_as_something_else(string text, string written) =>
        Assert.Equal(written, HoconWriter.Write(HoconScalar.String(text)));

    // Attributes cannot carry half a surrogate pair.
    [Fact]
    public void Half_a_surrogate_pair_is_written_as_an_escape() => Assert.Equal("\"\\ud800\"", HoconWriter.Write(HoconScalar.String("\ud800")));

    [Fact]
    public void Origins_can_be_shown_above_the_values()
    {
        HoconObject value = HoconParser.Parse("a = 1\nb = 2", Text.Sealed, "f.conf").Root;

        Assert.Equal("# f.conf:1\na = 1\n# f.conf:2\nb = 2\n", HoconWriter.Write(value, new HoconWriterOptions { ShowOrigins = true }));
    }

    [Fact]
    public void Json_is_written_indented_or_on_one_line()
    {
        HoconObject value = Text.Parse("a = 1, b = [x, {}], c { d = null }");

        Assert.Equal("""{"a":1,"b":["x",{}],"c":{"d":null}}""", HoconJsonWriter.Write(value, indented: false));
        Assert.Equal("{\n  \"a\": 1,\n  \"b\": [\n    \"x\",\n    {}\n  ],\n  \"c\": {\n    \"d\": null\n  }\n}", HoconJsonWriter.Write(value));
    }

    [Fact]
    public void A_schema_writes_itself_as_json_schema_with_keys_types_defaults_and_words()
    {
        using JsonDocument schema = JsonDocument.Parse(SampleFleet.GroupSchema.ToJsonSchema());
        JsonElement definitions = schema.RootElement.GetProperty("$defs");
        JsonElement container = definitions.GetProperty("container");

        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema.RootElement.GetProperty("$schema").GetString());
        Assert.Equal("#/$defs/group", schema.RootElement.GetProperty("$ref").GetString());
        Assert.Equal("#/$defs/group", definitions.GetProperty("group").GetProperty("properties").GetProperty("groups").GetProperty("additionalProperties").GetProperty("$ref").GetString());
        Assert.False(container.GetProperty("additionalProperties").GetBoolean());
        Assert.Equal(["command"], container.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
        JsonElement tasks = container.GetProperty("properties").GetProperty("tasks");
        Assert.Equal("integer", tasks.GetProperty("type").GetString());
        Assert.Equal(1, tasks.GetProperty("minimum").GetInt32());
        Assert.Equal(65535, tasks.GetProperty("maximum").GetInt32());
        Assert.Equal(512, tasks.GetProperty("default").GetInt32());
        Assert.Equal("Most processes and threads.", tasks.GetProperty("description").GetString());
        JsonElement policy = definitions.GetProperty("restart").GetProperty("properties").GetProperty("policy");
        Assert.Equal(["no", "on-failure", "always"], policy.GetProperty("enum").EnumerateArray().Select(word => word.GetString()));
        Assert.Equal("on-failure", policy.GetProperty("default").GetString());
    }

    [Theory]
    [InlineData("first-delay", "10s", true)]
    [InlineData("first-delay", "1.5 minutes", true)]
    [InlineData("first-delay", "10 S", false)]
    [InlineData("first-delay", "", false)]
    public void The_pattern_of_a_quantity_agrees_with_the_reader(string key, string text, bool good)
    {
        using JsonDocument schema = JsonDocument.Parse(SampleFleet.RestartSchema.ToJsonSchema());
        string pattern = schema.RootElement.GetProperty("$defs").GetProperty("restart").GetProperty("properties").GetProperty(key).GetProperty("pattern").GetString()!;

        Assert.Equal(good, System.Text.RegularExpressions.Regex.IsMatch(text, pattern));
        Assert.Equal(good, HoconUnits.TryParseDuration(text, out _, out _));
    }

    [Theory]
    [InlineData("64MiB")]
    [InlineData("64 MB")]
    [InlineData("1k")]
    [InlineData("1.5 gibibytes")]
    [InlineData("3")]
    [InlineData("64Mb")]
    [InlineData("KiB")]
    public void The_pattern_of_a_size_agrees_with_the_reader(string text)
    {
        using JsonDocument schema = JsonDocument.Parse(SampleFleet.ContainerSchema.ToJsonSchema());
        string pattern = schema.RootElement.GetProperty("$defs").GetProperty("container").GetProperty("properties").GetProperty("memory")
            .GetProperty("anyOf")[0].GetProperty("pattern").GetString()!;

        Assert.Equal(HoconUnits.TryParseSize(text, out _, out _, out _), System.Text.RegularExpressions.Regex.IsMatch(text, pattern));
    }

    [Fact]
    public void A_schema_writes_a_commented_reference_that_binds_to_its_defaults()
    {
        string reference = SampleFleet.RestartSchema.ToReference();

        Assert.Equal(
            """
            # How a container is started again.

            # When to start again. (no | on-failure | always)
            policy = on-failure

            # Wait before the first retry. (duration)
            first-delay = 250ms

            # The wait doubles up to this ceiling. (duration)
            max-delay = 30s

            """,
            reference);
        Assert.Equal(SampleFleet.RestartSchema.Bind(HoconObject.Empty).Value, SampleFleet.RestartSchema.Bind(Text.Parse(reference)).Value);
    }

    [Fact]
    public void A_reference_shows_required_keys_and_inner_blocks_as_comments()
    {
        string reference = SampleFleet.GroupSchema.ToReference();

        Assert.Contains("# Each container:\n#   # The program and its arguments. (string or list of string, required)\n#   # command = <string or list of string>\n", reference, StringComparison.Ordinal);
        Assert.Contains("#   restart {\n#     # When to start again.", reference, StringComparison.Ordinal);
        Assert.Empty(SampleFleet.GroupSchema.Bind(Text.Parse(reference)).Value.Containers);
    }
}
