using System.Text.Json;

namespace Helios.Hocon.Tests.Specification;

/// <summary>
/// Texts with the value that the HOCON specification gives them, or null where it wants an error; a row of <c>rows.jsonl</c> is the chapter, the
/// text and the value.
/// </summary>
public class SpecificationTests
{
    public static TheoryData<string, string, string> Rows()
    {
        TheoryData<string, string, string> rows = [];
        foreach (string line in Lines())
        {
            using JsonDocument row = JsonDocument.Parse(line);
            rows.Add(row.RootElement[0].GetString()!, row.RootElement[1].GetString()!, row.RootElement[2].GetRawText());
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_text_has_the_value_that_the_specification_gives_it(string chapter, string text, string expected)
    {
        if (expected == "null")
        {
            Assert.NotEmpty(Text.Refusal(text).Faults);
            return;
        }

        using JsonDocument actual = JsonDocument.Parse(Text.Json(text));
        using JsonDocument wanted = JsonDocument.Parse(expected);
        Assert.True(JsonElement.DeepEquals(wanted.RootElement, actual.RootElement), $"{chapter}: wanted {expected}, got {actual.RootElement}");
    }

    [Fact]
    public void Every_chapter_has_rows() => Assert.True(Lines().Count() >= 400, "rows were lost");

    private static IEnumerable<string> Lines()
    {
        using StreamReader reader = new(typeof(SpecificationTests).Assembly.GetManifestResourceStream("rows.jsonl")!);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
