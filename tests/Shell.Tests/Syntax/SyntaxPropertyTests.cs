using FsCheck;
using FsCheck.Fluent;
using Helios.Support;

namespace Helios.Shell.Tests.Syntax;

public sealed class SyntaxPropertyTests
{
    private static readonly string[] s_pieces =
    [
        "echo", "a", " ", "\n", "'", "\"", "$", "${", "}", "$(", ")", "(", "{", "`", "\\", "|", "||", "&", "&&", ";", "<", ">", ">>", "<<", "<<-", "<<<", "<&", ">&", "&>", "|&",
        "E", "\t", "#", "~", "*", "[", "]", "=", "A=", "!", "time", "-p", ":-", "%%", "##", "2", "$'", "\\x41", "$@", "$?", "\u00e9", "\udc80", "if", "((", "'x'", "\"y\"", "<<E\n",
    ];

    private static Config Runs => Config.QuickThrowOnFailure.WithMaxTest(Needs.Long ? 50_000 : 1_500);

    [Fact]
    public void What_is_printed_parses_to_the_same_tree()
    {
        // Trees are large: of those that fail the smallest is worth reading.
        string? smallest = null;
        Prop.ForAll(SyntaxTrees.Lists, tree =>
        {
            if (Difference(tree, SyntaxPrinter.Print(tree)) is { } difference && (smallest is null || difference.Length < smallest.Length))
            {
                smallest = difference;
            }
        }).Check(Runs.WithEndSize(12));
        Assert.True(smallest is null, smallest);
    }

    [Fact]
    public void Any_bytes_are_a_command_or_an_error_with_a_place()
        => Prop.ForAll(Gen.Choose(0, 255).Select(static value => (byte)value).ArrayOf().ToArbitrary(), static bytes => ParsesOrRefuses(ByteText.Decode(bytes))).Check(Runs);

    [Fact]
    public void Any_pieces_of_the_grammar_are_a_command_or_an_error_with_a_place()
        => Prop.ForAll(Gen.Elements(s_pieces).ListOf().Select(static pieces => string.Concat(pieces)).ToArbitrary(), static text => ParsesOrRefuses(text)).Check(Runs);

    [Fact]
    public void Bytes_that_are_read_are_written_again_as_they_were()
        => Prop.ForAll(Gen.Choose(0, 255).Select(static value => (byte)value).ArrayOf().ToArbitrary(), static bytes => ByteText.Encode(ByteText.Decode(bytes)).AsSpan().SequenceEqual(bytes)).Check(Runs);

    [Theory]
    [InlineData("(", ")")]
    [InlineData("{ ", "; }")]
    [InlineData("echo $(", ")")]
    [InlineData("echo ${a:-", "}")]
    [InlineData("\"$(echo ", ")\"")]
    public void Deep_nesting_is_refused_and_ends_nothing(string open, string close)
    {
        string text = string.Concat(Enumerable.Repeat(open, 5000)) + "x" + string.Concat(Enumerable.Repeat(close, 5000));
        Assert.Contains("nested", Assert.Throws<SyntaxException>(() => Parser.ParseAll(new Lexer(text))).Message, StringComparison.Ordinal);
    }

    private static string? Difference(CommandList tree, string text)
    {
        try
        {
            CommandList again = Parser.ParseAll(new Lexer(text));
            return tree.Equals(again) ? null : $"printed as\n{text}\nand then as\n{SyntaxPrinter.Print(again)}";
        }
        catch (SyntaxException refusal)
        {
            return $"printed as\n{text}\nwhich is refused: {refusal.Message}";
        }
    }

    private static void ParsesOrRefuses(string text)
    {
        Parser parser = new(new Lexer(text) { Aliases = static name => name == "a" ? "echo a " : null });
        try
        {
            while (parser.ParseLine() is { } list)
            {
                string printed = SyntaxPrinter.Print(list);
                CommandList again = Parser.ParseAll(new Lexer(printed));
                Assert.True(list.Equals(again), $"{text}\nprinted as\n{printed}\nand then as\n{SyntaxPrinter.Print(again)}");
            }
        }
        catch (SyntaxException error)
        {
            Assert.InRange(error.At.Line, 1, text.Count(static c => c == '\n') + 1);
            Assert.True(error.At.Column >= 1);
        }
    }
}
