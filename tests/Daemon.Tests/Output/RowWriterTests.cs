using Helios.Cli;

namespace Helios.Daemon.Tests.Output;

public class RowWriterTests
{
    private static readonly Row[] s_rows =
    [
        new(["web", "3"], [new("name", "web"), new("exit-code", 3), new("command", new[] { "sh", "-c" }), new("detail", null)]),
        new(["longer", "0"], [new("name", "longer"), new("exit-code", null), new("command", Array.Empty<string>()), new("detail", "x")]),
    ];

    [Fact]
    public void A_table_is_as_wide_as_its_widest_cells() => Assert.Equal("NAME    CODE\nweb     3\nlonger  0\n", Write(null));

    [Fact]
    public void Names_alone() => Assert.Equal("web\nlonger\n", Write(null, quiet: true));

    [Fact]
    public void A_template_takes_fields_in_any_spelling() => Assert.Equal("web\t3 sh -c\nlonger\t \n", Write("{{.Name}}\\t{{ .ExitCode }} {{.command}}"));

    [Fact]
    public void A_field_that_is_not_there_is_refused_with_those_that_are()
        => Assert.Contains("no field 'nme'; there are name, exit-code", Assert.Throws<CliException>(() => Write("{{.nme}}")).Message, StringComparison.Ordinal);

    [Fact]
    public void Json_has_all_fields_with_their_types()
    {
        using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(Write("json"));
        Assert.Equal("""{"name":"web","exit-code":3,"command":["sh","-c"],"detail":null}""", RowWriter.JsonLine(s_rows[0]));
        Assert.Equal(2, document.RootElement.GetArrayLength());
    }

    [Fact]
    public void Rows_inside_a_row_are_objects_in_json_and_text_in_a_template()
    {
        Row inner = new(["a:", "1"], [new("path", "a"), new("after", "1")]);
        Row outer = new(["x"], [new("fields", new[] { inner, inner })]);
        Assert.Equal("""{"fields":[{"path":"a","after":"1"},{"path":"a","after":"1"}]}""", RowWriter.JsonLine(outer));
        using StringWriter text = new();
        new RowWriter("{{.fields}}", quiet: false).Write(text, [], [outer]);
        Assert.Equal("a: 1, a: 1\n", text.ToString());
    }

    private static string Write(string? format, bool quiet = false)
    {
        using StringWriter text = new();
        new RowWriter(format, quiet).Write(text, ["NAME", "CODE"], s_rows);
        return text.ToString();
    }
}
