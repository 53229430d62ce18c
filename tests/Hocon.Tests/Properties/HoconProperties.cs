using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Helios.Hocon.Tests.Properties;

/// <summary>Thousands of inputs each in an ordinary run; with HELIOS_LONG=1 more than a million.</summary>
public class HoconProperties
{
    private static readonly bool s_long = Environment.GetEnvironmentVariable("HELIOS_LONG") == "1";

    private static void Check<T>(Gen<T> inputs, int count, Action<T> holds) =>
        Prop.ForAll(inputs.ToArbitrary(), holds)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(s_long ? count * 100 : count).WithQuietOnSuccess(true));

    // Assert.Equal would compare lists and objects element by element and mind the order of fields.
    private static void Same(HoconValue expected, HoconValue actual) => Assert.True(expected.Equals(actual), $"{expected}\nis not\n{actual}");

    [Fact]
    public void What_is_rendered_as_hocon_reads_back_as_the_same_value_in_the_same_order() => Check(Generators.Objects, 3000, value =>
    {
        HoconObject again = Text.Parse(HoconWriter.Write(value));
        Same(value, again);
        Assert.Equal(HoconJsonWriter.Write(value), HoconJsonWriter.Write(again));
    });

    [Fact]
    public void What_is_rendered_as_json_reads_back_as_the_same_value() => Check(Generators.Objects, 2000, value =>
    {
        Same(value, Text.Parse(HoconJsonWriter.Write(value)));
        Same(value, Text.Parse(HoconJsonWriter.Write(value, indented: false)));
    });

    [Fact]
    public void Rendered_json_is_json_for_others_too() => Check(Generators.Objects, 1000, value =>
        System.Text.Json.JsonDocument.Parse(HoconJsonWriter.Write(value), new System.Text.Json.JsonDocumentOptions { MaxDepth = 256 }).Dispose());

    [Fact]
    public void Merging_is_associative() => Check(Gen.Zip(Generators.Objects, Gen.Zip(Generators.Objects, Generators.Objects)), 2000, triple =>
    {
        (HoconObject a, (HoconObject b, HoconObject c)) = triple;
        Same(a.WithFallback(b).WithFallback(c), a.WithFallback(b.WithFallback(c)));
    });

    [Fact]
    public void Merging_objects_is_the_same_as_writing_one_after_the_other() => Check(Gen.Zip(Generators.Objects, Generators.Objects), 2000, pair =>
    {
        string both = HoconWriter.Write(pair.Item1) + "\n" + HoconWriter.Write(pair.Item2);
        Same(pair.Item2.WithFallback(pair.Item1), Text.Parse(both));
    });

    [Fact]
    public void A_substituted_object_equals_its_definition() => Check(Generators.Objects, 1000, value =>
    {
        string text = $"copy = ${{original}} {{}}\noriginal {HoconJsonWriter.Write(value)}\nsecond = ${{original}}";
        HoconObject root = Text.Parse(text);
        Same(value, root.GetObject("copy"));
        Same(value, root.GetObject("second"));
    });

    [Fact]
    public void The_order_of_definitions_does_not_matter() => Check(Generators.Inheritance, 1000, definitions =>
    {
        HoconObject forwards = Text.Parse(string.Join('\n', definitions));
        HoconObject backwards = Text.Parse(string.Join('\n', definitions.Reverse()));
        Same(forwards, backwards);
        for (int i = 0; i < definitions.Length; i++)
        {
            // Looked at alone, through a substitution that comes first, a value is the same again.
            HoconObject single = Text.Parse($"look = ${{k{i}}}\n" + string.Join('\n', definitions));
            Same(forwards.GetObject($"k{i}"), single.GetObject("look"));
        }
    });

    [Fact]
    public void Any_bytes_are_read_or_refused_by_the_parsers_own_exception() => Check(Generators.Bytes, 5000, bytes =>
    {
        try
        {
            HoconParser.Parse(bytes, Text.Sealed);
        }
        catch (HoconException refusal)
        {
            Assert.NotEmpty(refusal.Faults);
            Assert.NotEmpty(refusal.Message);
        }
    });

    [Fact]
    public void Whatever_is_read_can_be_rendered_and_read_again() => Check(Gen.OneOf(Generators.Soup, Generators.Mutated), 5000, text =>
    {
        HoconValue value;
        try
        {
            value = HoconParser.Parse(text, Text.Sealed).Value;
        }
        catch (HoconException)
        {
            return;
        }

        Same(value, HoconParser.Parse(HoconWriter.Write(value), Text.Sealed).Value);
    });

    [Fact]
    public void Any_path_survives_rendering() => Check(Generators.Soup, 1000, key =>
    {
        HoconPath path = new("a", key, "");
        Assert.Equal(path, HoconPath.Parse(path.ToString()));
    });

    [Fact]
    public void Any_text_is_a_quantity_or_a_fault_in_words() => Check(Gen.Zip(Gen.Elements("", "-", "1", "0.5", "1e400", "99999999999999999999", "-3"), Generators.Soup), 1000, parts =>
    {
        string text = parts.Item1 + parts.Item2;
        Assert.NotEqual(HoconUnits.TryParseDuration(text, out _, out string? durationFault), durationFault is not null);
        Assert.NotEqual(HoconUnits.TryParseSize(text, out long bytes, out _, out string? sizeFault), sizeFault is not null);
        Assert.NotEqual(HoconUnits.TryParsePeriod(text, out _, out string? periodFault), periodFault is not null);
        Assert.True(bytes >= 0);
    });

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused_with_the_offset()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes("a = "), 0xC3, 0x28];

        Assert.Contains("not UTF-8 at offset 4", Assert.Throws<HoconException>(() => HoconParser.Parse(bytes)).Message, StringComparison.Ordinal);
    }
}
