using FsCheck;
using FsCheck.Fluent;

namespace Helios.Contracts.Tests.Units;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("65536", 65536)]
    [InlineData("512b", 512)]
    [InlineData("1k", 1024)]
    [InlineData("64M", 64L << 20)]
    [InlineData("64m", 64L << 20)]
    [InlineData("64MiB", 64L << 20)]
    [InlineData("64Mi", 64L << 20)]
    [InlineData("1.5G", 3L << 29)]
    [InlineData("2T", 2L << 40)]
    [InlineData(" 8 M ", 8L << 20)]
    public void Parse_reads_numbers_with_binary_suffixes(string text, long bytes) => Assert.Equal(bytes, ByteSize.Parse(text).Bytes);

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData("64X")]
    [InlineData("64Mx")]
    [InlineData("x512Mjunk")]
    [InlineData("1e9")]
    [InlineData("1..5M")]
    [InlineData("99999999999999T")]
    public void Parse_refuses_anything_else_and_quotes_it(string text)
        => Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => ByteSize.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("64MB", "64MiB")]
    [InlineData("1kb", "1KiB")]
    public void Parse_refuses_the_ambiguous_decimal_suffix_and_says_what_to_write(string text, string remedy)
        => Assert.Contains(remedy, Assert.Throws<FormatException>(() => ByteSize.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Any_text_gives_a_size_or_a_format_exception_and_nothing_else()
        => Prop.ForAll<string>(static text =>
        {
            try
            {
                return ByteSize.Parse(text ?? "").Bytes >= 0;
            }
            catch (FormatException)
            {
                return true;
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Plain_numbers_survive_parsing()
        => Prop.ForAll<NonNegativeInt>(static number => ByteSize.Parse($"{number.Get}").Bytes == number.Get).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(513, "513 B")]
    [InlineData(64L << 20, "64 MiB")]
    [InlineData(3L << 29, "1.5 GiB")]
    public void ToString_is_for_people(long bytes, string text) => Assert.Equal(text, new ByteSize(bytes).ToString());
}
