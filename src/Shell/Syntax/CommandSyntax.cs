namespace Helios.Shell;

/// <summary>Commands one after another: <c>a; b &amp; c</c>.</summary>
internal sealed record CommandList(SyntaxList<ListItem> Items);

/// <summary>One of a list, and whether <c>&amp;</c> stands behind it.</summary>
internal sealed record ListItem(AndOrList Commands, bool IsBackground);

/// <summary>Pipelines of which the status of one decides about the next: <c>a &amp;&amp; b || c</c>.</summary>
internal sealed record AndOrList(Pipeline First, SyntaxList<ConditionalPipeline> Rest);

/// <summary>A pipeline behind <c>&amp;&amp;</c> or <c>||</c>.</summary>
internal sealed record ConditionalPipeline(bool RunsOnSuccess, Pipeline Pipeline);

/// <summary>Commands joined by pipes.</summary>
/// <param name="IsNegated">Behind <c>!</c>.</param>
/// <param name="Timing">Behind <c>time</c>.</param>
/// <param name="Stages">At least one.</param>
internal sealed record Pipeline(bool IsNegated, PipelineTiming Timing, SyntaxList<PipelineStage> Stages);

/// <summary>One command of a pipeline, and whether <c>|&amp;</c> stands behind it: then its error output goes into the pipe too.</summary>
internal sealed record PipelineStage(Command Command, bool PipesErrors);

/// <summary>Whether a pipeline is timed.</summary>
internal enum PipelineTiming
{
    None,

    /// <summary><c>time</c></summary>
    Long,

    /// <summary><c>time -p</c></summary>
    Portable,
}

/// <summary>Something that runs, with its redirections in the order that they were written.</summary>
internal abstract record Command(SyntaxList<Redirection> Redirections);

/// <summary>A program or a builtin.</summary>
/// <param name="Assignments">In front of it, or alone.</param>
/// <param name="Words">Its name and arguments; none when there are assignments or redirections only.</param>
/// <param name="Redirections">Wherever they stood.</param>
internal sealed record SimpleCommand(SyntaxList<Assignment> Assignments, SyntaxList<Word> Words, SyntaxList<Redirection> Redirections) : Command(Redirections);

/// <summary><c>( ... )</c>: commands that change nothing of the shell around them.</summary>
internal sealed record Subshell(CommandList Body, SyntaxList<Redirection> Redirections) : Command(Redirections);

/// <summary><c>{ ...; }</c>: commands that are redirected together.</summary>
internal sealed record Group(CommandList Body, SyntaxList<Redirection> Redirections) : Command(Redirections);

/// <summary><c>NAME=value</c></summary>
internal sealed record Assignment(string Name, Word Value);

/// <summary>What a command's descriptor becomes.</summary>
/// <param name="Descriptor">The number in front of the operator; -1 when there is none and the operator decides.</param>
/// <param name="Kind">The operator.</param>
/// <param name="Target">The file, the descriptor, the string; for a here-document its delimiter without quotes.</param>
/// <param name="Document">Of a here-document; null for the others.</param>
internal sealed record Redirection(int Descriptor, RedirectionKind Kind, Word Target, HereDocument? Document = null)
{
    /// <summary>The descriptor that the redirection is about.</summary>
    internal int Number => Descriptor >= 0 ? Descriptor : Kind switch
    {
        RedirectionKind.Input or RedirectionKind.ReadWrite or RedirectionKind.DuplicateInput
            or RedirectionKind.HereDocument or RedirectionKind.HereDocumentWithoutTabs or RedirectionKind.HereString => 0,
        _ => 1,
    };
}

/// <summary>The text of a here-document, which the lexer meets only at the end of the line: set once, then as immutable as the rest of the tree.</summary>
internal sealed class HereDocument(string delimiter, bool isLiteral, bool dropsTabs) : IEquatable<HereDocument>
{
    private Word? _text;

    /// <summary>The line that ends it.</summary>
    internal string Delimiter => delimiter;

    /// <summary>Whether the delimiter was quoted, so that nothing in the text is expanded.</summary>
    internal bool IsLiteral => isLiteral;

    /// <summary>Whether tabs at the beginning of lines are dropped (<c>&lt;&lt;-</c>).</summary>
    internal bool DropsTabs => dropsTabs;

    /// <summary>What is in it.</summary>
    internal Word Text => _text ?? throw new InvalidOperationException("the here-document has not been read yet");

    /// <inheritdoc/>
    public bool Equals(HereDocument? other)
        => other is not null && Delimiter == other.Delimiter && IsLiteral == other.IsLiteral && DropsTabs == other.DropsTabs && Equals(_text, other._text);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as HereDocument);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(delimiter, isLiteral, dropsTabs);

    internal void Complete(Word text) => _text = _text is null ? text : throw new InvalidOperationException("the here-document has been read already");
}

/// <summary>The operators.</summary>
internal enum RedirectionKind
{
    /// <summary><c>&lt;</c></summary>
    Input,

    /// <summary><c>&gt;</c></summary>
    Output,

    /// <summary><c>&gt;&gt;</c></summary>
    Append,

    /// <summary><c>&gt;|</c></summary>
    Clobber,

    /// <summary><c>&lt;&gt;</c></summary>
    ReadWrite,

    /// <summary><c>&lt;&amp;</c></summary>
    DuplicateInput,

    /// <summary><c>&gt;&amp;</c></summary>
    DuplicateOutput,

    /// <summary><c>&amp;&gt;</c>: output and errors.</summary>
    OutputAndErrors,

    /// <summary><c>&amp;&gt;&gt;</c></summary>
    AppendOutputAndErrors,

    /// <summary><c>&lt;&lt;</c></summary>
    HereDocument,

    /// <summary><c>&lt;&lt;-</c></summary>
    HereDocumentWithoutTabs,

    /// <summary><c>&lt;&lt;&lt;</c></summary>
    HereString,
}
