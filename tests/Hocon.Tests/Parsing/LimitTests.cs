using System.Globalization;
using System.Text;

namespace Helios.Hocon.Tests.Parsing;

public class LimitTests
{
    [Theory]
    [InlineData("[", "]")]
    [InlineData("{a:", "}")]
    [InlineData("a{", "}")]
    [InlineData("a=[{", "}]")]
    [InlineData("a.", "")]
    [InlineData("[{a:", "}]")]
    public void A_hundred_thousand_levels_are_refused(string open, string close)
    {
        StringBuilder text = new();
        text.Insert(0, open, 100_000).Append("a=1").Insert(text.Length, close, 100_000);

        Assert.Contains("nested deeper than 128 levels", Text.Refusal(text.ToString()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_thousand_open_brackets_that_never_close_are_refused() => Text.Refusal(new string('[', 100_000));

    [Fact]
    public void The_depth_that_is_allowed_is_reached()
    {
        string text = new string('[', 128) + new string(']', 128);

        Assert.Equal(text, Text.Json(text));
        Text.Refusal("[" + text + "]");
    }

    [Fact]
    public void Depth_that_substitutions_pile_up_is_refused()
    {
        StringBuilder text = new("v0 = 1\n");
        for (int i = 1; i <= 200; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"v{i} {{ x = ${{v{i - 1}}} }}\n");
        }

        Assert.Contains("nested deeper than 128", Text.Refusal(text.ToString()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[${{v{0}}}, ${{v{0}}}, ${{v{0}}}, ${{v{0}}}, ${{v{0}}}, ${{v{0}}}, ${{v{0}}}, ${{v{0}}}, ${{v{0}}}, ${{v{0}}}]", "values after substitution")]
    [InlineData("${{v{0}}} ${{v{0}}} ${{v{0}}} ${{v{0}}} ${{v{0}}} ${{v{0}}} ${{v{0}}} ${{v{0}}}", "characters are made by concatenation")]
    public void A_billion_laughs_are_refused_in_little_time(string line, string reason)
    {
        StringBuilder text = new("v0 = lol\n");
        for (int i = 1; i <= 30; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"v{i} = ").AppendFormat(CultureInfo.InvariantCulture, line, i - 1).Append('\n');
        }

        Assert.Contains(reason, Text.Refusal(text.ToString()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_that_double_thirty_times_are_refused()
    {
        StringBuilder text = new("v0 = [1]\n");
        for (int i = 1; i <= 30; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"v{i} = ${{v{i - 1}}} ${{v{i - 1}}}\n");
        }

        Assert.Contains("values after substitution", Text.Refusal(text.ToString()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_of_ten_thousand_substitutions_is_refused_and_not_a_crash()
    {
        StringBuilder text = new();
        for (int i = 0; i < 10_000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"v{i} = ${{v{i + 1}}}\n");
        }

        Assert.Contains("that is the limit", Text.Refusal(text + "v10000 = 1").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_thousand_references_to_oneself_are_refused_and_not_a_crash()
    {
        StringBuilder text = new("a = [0]\n");
        text.Insert(text.Length, "a = ${a} [1]\n", 10_000);

        Assert.Contains("that is the limit", Text.Refusal(text.ToString()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_thousand_appends_are_no_chain()
    {
        StringBuilder text = new();
        text.Insert(0, "a += 1\n", 100_000);

        Assert.Equal(100_000, Text.Parse(text.ToString()).GetList("a").Count);
    }

    [Theory]
    [InlineData("${{?v{0}}}")]
    [InlineData("[${{?v{0}}}]")]
    [InlineData("{{ x = ${{?v{0}}} }}")]
    public void Thirty_fields_that_all_refer_to_one_another_end(string piece)
    {
        StringBuilder text = new();
        for (int i = 0; i < 30; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"v{i} = ");
            for (int j = 0; j < 30; j++)
            {
                text.AppendFormat(CultureInfo.InvariantCulture, piece, j).Append(' ');
            }

            text.Append('\n');
        }

        try
        {
            Text.Parse(text.ToString());
        }
        catch (HoconException refusal)
        {
            Assert.Contains("that is the limit", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Many_substitutions_are_counted()
    {
        HoconOptions options = Text.Sealed with { Limits = new HoconLimits { MaxSubstitutions = 10 } };

        Assert.Contains("more than 10 substitutions", Text.Refusal("a = 1\nb = [" + string.Concat(Enumerable.Repeat("${a},", 11)) + "]", options).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_beyond_the_size_limit_is_refused_before_it_is_read()
    {
        HoconOptions options = Text.Sealed with { Limits = new HoconLimits { MaxInputBytes = 10 } };

        Assert.Contains("longer than 10 characters", Text.Refusal("a = 1234567890", options).Message, StringComparison.Ordinal);
        Assert.Contains("larger than 10 bytes", Assert.Throws<HoconException>(() => HoconParser.Parse("a = 1234567890"u8, options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_stop_at_fifty()
    {
        StringBuilder text = new();
        text.Insert(0, "a = *\n", 1000);

        Assert.Equal(50, Text.Refusal(text.ToString()).Faults.Length);
    }

    [Fact]
    public void A_fault_in_a_line_of_a_megabyte_shows_only_the_part_around_it()
    {
        string text = "a = \"" + new string('x', 1_000_000) + "\", b = *, c = \"" + new string('y', 1_000_000) + "\"";

        Assert.True(Text.Refusal(text).Message.Length < 1000);
    }
}
