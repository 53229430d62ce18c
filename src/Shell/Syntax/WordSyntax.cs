namespace Helios.Shell;

/// <summary>A word as it was written: nothing is expanded, quotes are known for what they are.</summary>
/// <param name="Parts">In order; a word without parts is only the body of an empty here-document or the operand in <c>${X:-}</c>.</param>
internal sealed record Word(SyntaxList<WordPart> Parts)
{
    internal static Word Empty { get; } = new([]);

    /// <summary>The text when the word is nothing but unquoted characters; null otherwise.</summary>
    internal string? Bare => Parts is [LiteralPart literal] ? literal.Text : null;

    /// <summary>A word of one unquoted text.</summary>
    internal static Word Of(string text) => new([new LiteralPart(text)]);
}

/// <summary>A piece of a word.</summary>
internal abstract record WordPart;

/// <summary>Characters that stand for themselves. Outside of quotes they may form a pattern.</summary>
internal sealed record LiteralPart(string Text) : WordPart;

/// <summary>One character behind a backslash, outside of quotes.</summary>
/// <param name="Text">A character, which may be two UTF-16 units.</param>
internal sealed record EscapedPart(string Text) : WordPart;

/// <summary><c>'...'</c></summary>
internal sealed record SingleQuotedPart(string Text) : WordPart;

/// <summary><c>$'...'</c></summary>
/// <param name="Text">With the escapes already replaced.</param>
internal sealed record DollarQuotedPart(string Text) : WordPart;

/// <summary><c>"..."</c></summary>
/// <param name="Parts">Literals, parameters and substitutions.</param>
internal sealed record DoubleQuotedPart(SyntaxList<WordPart> Parts) : WordPart;

/// <summary><c>$NAME</c> or <c>${NAME...}</c></summary>
/// <param name="Name">A variable's name, a number, or one of <c>@ * # ? - $ !</c>.</param>
/// <param name="Operation">What is done with its value.</param>
/// <param name="Operand">The word behind the operator; empty when there is none.</param>
internal sealed record ParameterPart(string Name, ParameterOperation Operation, Word Operand) : WordPart
{
    internal static ParameterPart Plain(string name) => new(name, ParameterOperation.Value, Word.Empty);
}

/// <summary><c>$(...)</c>, also when written with backquotes.</summary>
internal sealed record CommandSubstitutionPart(CommandList Program) : WordPart;

/// <summary>What <c>${...}</c> does.</summary>
internal enum ParameterOperation
{
    /// <summary><c>${X}</c></summary>
    Value,

    /// <summary><c>${#X}</c></summary>
    Length,

    /// <summary><c>${X-word}</c></summary>
    DefaultIfUnset,

    /// <summary><c>${X:-word}</c></summary>
    DefaultIfEmpty,

    /// <summary><c>${X=word}</c></summary>
    AssignIfUnset,

    /// <summary><c>${X:=word}</c></summary>
    AssignIfEmpty,

    /// <summary><c>${X?word}</c></summary>
    FailIfUnset,

    /// <summary><c>${X:?word}</c></summary>
    FailIfEmpty,

    /// <summary><c>${X+word}</c></summary>
    OtherIfSet,

    /// <summary><c>${X:+word}</c></summary>
    OtherIfNotEmpty,

    /// <summary><c>${X#pattern}</c></summary>
    RemoveShortestPrefix,

    /// <summary><c>${X##pattern}</c></summary>
    RemoveLongestPrefix,

    /// <summary><c>${X%pattern}</c></summary>
    RemoveShortestSuffix,

    /// <summary><c>${X%%pattern}</c></summary>
    RemoveLongestSuffix,
}
