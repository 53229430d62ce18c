namespace Helios.Shell;

/// <summary>What the lexer hands to the parser.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">The offset where it begins.</param>
/// <param name="End">The offset behind it.</param>
/// <param name="Word">Of a word.</param>
/// <param name="Number">Of an <see cref="TokenKind.IoNumber"/>.</param>
internal readonly record struct Token(TokenKind Kind, int Start, int End, Word? Word = null, int Number = -1);

/// <summary>The kinds of tokens.</summary>
internal enum TokenKind
{
    Word,
    IoNumber,
    NewLine,
    End,
    Pipe,
    PipeErrors,
    Or,
    And,
    Ampersand,
    Semicolon,
    OpenParenthesis,
    CloseParenthesis,
    Input,
    Output,
    Append,
    Clobber,
    ReadWrite,
    DuplicateInput,
    DuplicateOutput,
    OutputAndErrors,
    AppendOutputAndErrors,
    HereDocument,
    HereDocumentWithoutTabs,
    HereString,
}
