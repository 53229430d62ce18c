namespace Helios.Shell.Tests.Syntax;

public sealed class SyntaxErrorTests
{
    [Theory]
    [InlineData("a |", 1, 4, "a command is missing")]
    [InlineData("a;;b", 1, 2, "unexpected ';;'")]
    [InlineData("; a", 1, 1, "unexpected ';'")]
    [InlineData("| a", 1, 1, "unexpected '|'")]
    [InlineData("a | | b", 1, 5, "unexpected '|'")]
    [InlineData("a && || b", 1, 6, "unexpected '||'")]
    [InlineData("a & & b", 1, 5, "unexpected '&'")]
    [InlineData("echo a)b", 1, 7, "unexpected ')'")]
    [InlineData("(a", 1, 1, "'(' is not closed")]
    [InlineData("()", 1, 1, "a command is missing behind '('")]
    [InlineData("{ a", 1, 1, "'{' is not closed")]
    [InlineData("}", 1, 1, "unexpected '}'")]
    [InlineData("a\nb )", 2, 3, "unexpected ')'")]
    [InlineData("echo 'a", 1, 6, "the single quote is not closed")]
    [InlineData("echo \"a", 1, 6, "the double quote is not closed")]
    [InlineData("echo `a", 1, 6, "the backquote is not closed")]
    [InlineData("echo $(a", 1, 6, "'$(' is not closed")]
    [InlineData("echo ${a", 1, 6, "'${' is not closed")]
    [InlineData("echo ${}", 1, 6, "not followed by the name of a parameter")]
    [InlineData("echo ${a/b/c}", 1, 9, "no operator of this shell")]
    [InlineData("echo $((1+1))", 1, 6, "arithmetic is not part of this shell")]
    [InlineData("echo >", 1, 6, "is not followed by a file")]
    [InlineData("echo > | b", 1, 6, "is not followed by a file")]
    [InlineData("cat <<E\nx", 2, 1, "'E'")]
    [InlineData("if true; then", 1, 1, "'if' is not part of this shell")]
    [InlineData("true; while x", 1, 7, "'while' is not part of this shell")]
    [InlineData("f() { a; }", 1, 2, "functions are not part of this shell")]
    [InlineData("echo x (a)", 1, 8, "unexpected '('")]
    [InlineData("diff <(a) b", 1, 6, "process substitution is not part of this shell")]
    public void An_error_names_its_place_and_what_is_wrong(string text, int line, int column, string reason)
    {
        SyntaxException error = Assert.Throws<SyntaxException>(() => ParseAll(text));
        Assert.Equal((line, column), (error.At.Line, error.At.Column));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a |")]
    [InlineData("a &&")]
    [InlineData("(a;")]
    [InlineData("echo 'a")]
    [InlineData("cat <<E\ntext\n")]
    [InlineData("echo $(a")]
    [InlineData("{ a")]
    public void What_more_lines_could_finish_is_incomplete(string text) => Assert.True(Assert.Throws<SyntaxException>(() => ParseAll(text)).IsIncomplete);

    [Theory]
    [InlineData("a )")]
    [InlineData("a ;; b")]
    [InlineData("if x")]
    public void What_no_more_lines_can_mend_is_not(string text) => Assert.False(Assert.Throws<SyntaxException>(() => ParseAll(text)).IsIncomplete);

    [Fact]
    public void A_place_behind_an_alias_is_where_it_was_typed()
    {
        Parser parser = new(new Lexer("long x )") { Aliases = static name => name == "long" ? "something much longer" : null });
        SyntaxException error = Assert.Throws<SyntaxException>(() => parser.ParseLine());
        Assert.Equal(8, error.At.Column);
    }

    private static void ParseAll(string text)
    {
        Parser parser = new(new Lexer(text));
        while (parser.ParseLine() is not null)
        {
        }
    }
}
