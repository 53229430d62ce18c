using System.Text;

namespace Helios.Cli.Tests;

/// <summary>Bytes of containers on a terminal: nothing of them is obeyed, and what is text stays as it is.</summary>
public sealed class TerminalBytesTests
{
    [Theory]
    [InlineData("plain text\tand more, äöü €, 日本, 🚀", "plain text\tand more, äöü €, 日本, 🚀")]
    [InlineData("\e]0;title\a\e[2J\rfake", "\\x1b]0;title\\x07\\x1b[2J\\x0dfake")]
    [InlineData("a\u009bb", "a\\x9bb")]
    [InlineData("user\u202egpj.exe", "user\\u202egpj.exe")]
    [InlineData("\u007f", "\\x7f")]
    public void What_a_terminal_obeys_is_written_out(string written, string shown) => Assert.Equal(shown, Encoding.UTF8.GetString(TerminalBytes.Escape(Encoding.UTF8.GetBytes(written))));

    [Fact]
    public void A_control_of_eight_bits_is_one_also_where_it_is_no_character()
    {
        Assert.Equal([.. @"a\x9b2J"u8], TerminalBytes.Escape([(byte)'a', 0x9b, (byte)'2', (byte)'J']).ToArray());

        // The beginning of a character without its end; and bytes of other encodings, which no terminal obeys.
        Assert.Equal([0xe2, .. @"\x80"u8], TerminalBytes.Escape([0xe2, 0x80]).ToArray());
        Assert.Equal([0xc2, 0xe9, 0xff], TerminalBytes.Escape([0xc2, 0xe9, 0xff]).ToArray());
    }

    [Fact]
    public void Whatever_comes_in_nothing_that_is_obeyed_comes_out()
    {
        Random random = new(20);
        byte[] bytes = new byte[64];
        for (int i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            ReadOnlySpan<byte> shown = TerminalBytes.Escape(bytes);
            Assert.True(shown.SequenceEqual(TerminalBytes.Escape(shown)));
            Assert.False(shown.ContainsAny(s_controls));
            Assert.DoesNotContain(Encoding.UTF8.GetString(shown), static character => TerminalText.IsObeyed(character));
        }
    }

    private static readonly System.Buffers.SearchValues<byte> s_controls = System.Buffers.SearchValues.Create(
        [.. Enumerable.Range(0, 32).Where(static value => value is not ('\n' or '\t')).Select(static value => (byte)value), 0x7f]);
}
