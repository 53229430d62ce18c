namespace Helios.Shell;

/// <summary>Makes a syntax tree of tokens. All of the text must be part of it: what does not fit is an error with its place.</summary>
/// <remarks>
/// <code>
/// list      and-or { (';' | '&amp;' | newline) and-or } [ ';' | '&amp;' ]
/// and-or    pipeline { ('&amp;&amp;' | '||') pipeline }
/// pipeline  { '!' | 'time' ['-p'] } command { ('|' | '|&amp;') command }
/// command   ( simple | '(' list ')' | '{' list '}' ) { redirection }
/// simple    { assignment | redirection } [ word { word | redirection } ]
/// </code>
/// </remarks>
internal sealed class Parser(Lexer lexer)
{
    private static readonly HashSet<string> s_otherShells =
    [
        "if", "then", "else", "elif", "fi", "do", "done", "case", "esac", "while", "until", "for", "function", "select", "coproc", "[[",
    ];

    private Token? _peeked;

    /// <summary>Parses the next line, with all the lines that belong to it. Null at the end of the text.</summary>
    /// <exception cref="SyntaxException">It is no command.</exception>
    internal CommandList? ParseLine()
    {
        SkipNewLines();
        if (Peek().Kind == TokenKind.End)
        {
            return null;
        }

        CommandList list = ParseList(isNested: false);
        Token end = Take();
        return end.Kind is TokenKind.NewLine or TokenKind.End ? list : throw Unexpected(end);
    }

    /// <summary>Parses a whole text as one list.</summary>
    internal static CommandList ParseAll(Lexer lexer)
    {
        Parser parser = new(lexer);
        CommandList list = parser.ParseList(isNested: true);
        Token end = parser.Take();
        return end.Kind == TokenKind.End ? list : throw parser.Unexpected(end);
    }

    /// <summary>Parses up to the parenthesis that closes a substitution.</summary>
    internal static CommandList ParseNested(Lexer lexer, int start)
    {
        Parser parser = new(lexer);
        CommandList list = parser.ParseList(isNested: true);
        parser.ExpectClose(TokenKind.CloseParenthesis, "'$('", start);
        return list;
    }

    /// <param name="isNested">Whether it goes on over the ends of lines, up to what closes it.</param>
    private CommandList ParseList(bool isNested)
    {
        List<ListItem> items = [];
        while (true)
        {
            if (isNested)
            {
                SkipNewLines();
            }

            if (EndsList(Peek()))
            {
                return new CommandList([.. items]);
            }

            AndOrList commands = ParseAndOr();
            TokenKind separator = Peek().Kind;
            bool isSeparated = separator is TokenKind.Ampersand or TokenKind.Semicolon || (isNested && separator == TokenKind.NewLine);
            items.Add(new ListItem(commands, separator == TokenKind.Ampersand));
            if (!isSeparated)
            {
                return new CommandList([.. items]);
            }

            Take();
        }
    }

    private static bool EndsList(in Token token)
        => token.Kind is TokenKind.End or TokenKind.NewLine or TokenKind.CloseParenthesis || token.Word?.Bare == "}";

    private AndOrList ParseAndOr()
    {
        Pipeline first = ParsePipeline();
        List<ConditionalPipeline> rest = [];
        while (Peek().Kind is TokenKind.And or TokenKind.Or)
        {
            bool runsOnSuccess = Take().Kind == TokenKind.And;
            SkipNewLines();
            rest.Add(new ConditionalPipeline(runsOnSuccess, ParsePipeline()));
        }

        return new AndOrList(first, [.. rest]);
    }

    private Pipeline ParsePipeline()
    {
        bool isNegated = false;
        PipelineTiming timing = PipelineTiming.None;
        while (true)
        {
            ReplaceAlias();
            string? word = Peek().Word?.Bare;
            if (word == "!" && !isNegated)
            {
                Take();
                isNegated = true;
            }
            else if (word == "time" && timing == PipelineTiming.None)
            {
                Take();
                timing = PipelineTiming.Long;
                if (Peek().Word?.Bare == "-p")
                {
                    Take();
                    timing = PipelineTiming.Portable;
                }
            }
            else
            {
                break;
            }
        }

        List<PipelineStage> stages = [];
        while (true)
        {
            Command command = ParseCommand();
            TokenKind separator = Peek().Kind;
            bool isPiped = separator is TokenKind.Pipe or TokenKind.PipeErrors;
            stages.Add(new PipelineStage(command, separator == TokenKind.PipeErrors));
            if (!isPiped)
            {
                return new Pipeline(isNegated, timing, [.. stages]);
            }

            Take();
            SkipNewLines();
        }
    }

    private Command ParseCommand()
    {
        ReplaceAlias();
        Token token = Peek();
        if (token.Kind == TokenKind.OpenParenthesis)
        {
            Take();
            CommandList body = ParseBody(TokenKind.CloseParenthesis, "'('", token);
            return new Subshell(body, ParseRedirections());
        }

        switch (token.Word?.Bare)
        {
            case "{":
                Take();
                CommandList body = ParseBody(TokenKind.Word, "'{'", token);
                return new Group(body, ParseRedirections());
            case "}":
                throw Unexpected(token);
            case { } word when s_otherShells.Contains(word):
                throw lexer.Error($"'{word}' is not part of this shell, which has no control flow: write it as a script for /bin/sh", token.Start);
            default:
                return ParseSimple();
        }
    }

    private CommandList ParseBody(TokenKind close, string opened, in Token start)
    {
        lexer.Enter(start.Start);
        CommandList body = ParseList(isNested: true);
        if (body.Items.Count == 0)
        {
            Token empty = Peek();
            throw empty.Kind == TokenKind.End
                ? lexer.Incomplete($"{opened} is not closed", start.Start)
                : lexer.Error($"a command is missing behind {opened}", start.Start);
        }

        ExpectClose(close, opened, start.Start);
        lexer.Leave();
        return body;
    }

    private void ExpectClose(TokenKind close, string opened, int start)
    {
        Token token = Take();
        if (token.Kind == TokenKind.End)
        {
            throw lexer.Incomplete($"{opened} is not closed", start);
        }

        if (token.Kind != close || (close == TokenKind.Word && token.Word!.Bare != "}"))
        {
            throw Unexpected(token);
        }
    }

    private SyntaxList<Redirection> ParseRedirections()
    {
        List<Redirection> redirections = [];
        while (TryParseRedirection() is { } redirection)
        {
            redirections.Add(redirection);
        }

        return [.. redirections];
    }

    private SimpleCommand ParseSimple()
    {
        List<Assignment> assignments = [];
        List<Word> words = [];
        List<Redirection> redirections = [];
        while (true)
        {
            if (TryParseRedirection() is { } redirection)
            {
                redirections.Add(redirection);
                continue;
            }

            if (words.Count == 0)
            {
                ReplaceAlias();
            }
            else if (Peek() is { Kind: TokenKind.Word } argument && lexer.FollowsOpenAlias(argument))
            {
                ReplaceAlias();
            }

            Token token = Peek();
            if (token.Kind == TokenKind.Word)
            {
                Take();
                if (words.Count == 0 && AsAssignment(token.Word!) is { } assignment)
                {
                    assignments.Add(assignment);
                }
                else
                {
                    words.Add(token.Word!);
                }
            }
            else if (token.Kind == TokenKind.OpenParenthesis && words is [{ Bare: { } name }])
            {
                throw lexer.Error($"'{name}()': functions are not part of this shell: write a script for /bin/sh", token.Start);
            }
            else if (assignments.Count + words.Count + redirections.Count == 0 || token.Kind == TokenKind.OpenParenthesis)
            {
                throw Unexpected(token);
            }
            else
            {
                return new SimpleCommand([.. assignments], [.. words], [.. redirections]);
            }
        }
    }

    private static Assignment? AsAssignment(Word word)
    {
        if (word.Parts is not [LiteralPart first, ..] || first.Text.IndexOf('=', StringComparison.Ordinal) is not (> 0 and int at) || !Lexer.IsName(first.Text.AsSpan(0, at)))
        {
            return null;
        }

        string rest = first.Text[(at + 1)..];
        IEnumerable<WordPart> value = rest.Length == 0 ? word.Parts.Skip(1) : word.Parts.Skip(1).Prepend(new LiteralPart(rest));
        return new Assignment(first.Text[..at], new Word([.. value]));
    }

    private Redirection? TryParseRedirection()
    {
        int descriptor = -1;
        if (Peek().Kind == TokenKind.IoNumber)
        {
            descriptor = Take().Number;
        }

        if (KindOf(Peek().Kind) is not { } kind)
        {
            return descriptor < 0 ? null : throw Unexpected(Peek());
        }

        Token sign = Take();
        if (descriptor >= 0 && kind is RedirectionKind.OutputAndErrors or RedirectionKind.AppendOutputAndErrors && descriptor >= 0)
        {
            throw lexer.Error("'&>' takes no number in front of it", sign.Start);
        }

        Token target = Take();
        if (target.Kind != TokenKind.Word)
        {
            string wanted = kind is RedirectionKind.HereDocument or RedirectionKind.HereDocumentWithoutTabs ? "its last line" : "a file";
            string reason = $"'{lexer.Text[sign.Start..sign.End]}' is not followed by {wanted}";
            throw target.Kind == TokenKind.End ? lexer.Incomplete(reason, sign.Start) : lexer.Error(reason, sign.Start);
        }

        if (kind is not (RedirectionKind.HereDocument or RedirectionKind.HereDocumentWithoutTabs))
        {
            return new Redirection(descriptor, kind, target.Word!);
        }

        string delimiter = HereDelimiter.TextOf(target.Word!);
        HereDocument document = new(delimiter, HereDelimiter.IsQuoted(target.Word!), kind == RedirectionKind.HereDocumentWithoutTabs);
        lexer.Await(document);
        return new Redirection(descriptor, kind, delimiter.Length == 0 ? Word.Empty : Word.Of(delimiter), document);
    }

    private static RedirectionKind? KindOf(TokenKind kind) => kind switch
    {
        TokenKind.Input => RedirectionKind.Input,
        TokenKind.Output => RedirectionKind.Output,
        TokenKind.Append => RedirectionKind.Append,
        TokenKind.Clobber => RedirectionKind.Clobber,
        TokenKind.ReadWrite => RedirectionKind.ReadWrite,
        TokenKind.DuplicateInput => RedirectionKind.DuplicateInput,
        TokenKind.DuplicateOutput => RedirectionKind.DuplicateOutput,
        TokenKind.OutputAndErrors => RedirectionKind.OutputAndErrors,
        TokenKind.AppendOutputAndErrors => RedirectionKind.AppendOutputAndErrors,
        TokenKind.HereDocument => RedirectionKind.HereDocument,
        TokenKind.HereDocumentWithoutTabs => RedirectionKind.HereDocumentWithoutTabs,
        TokenKind.HereString => RedirectionKind.HereString,
        _ => null,
    };

    /// <summary>Replaces the word that comes next as long as it is an alias.</summary>
    private void ReplaceAlias()
    {
        while (lexer.Aliases is { } aliases && Peek() is { Kind: TokenKind.Word, Word.Bare: { } name } token
            && aliases(name) is { } value && lexer.TrySplice(token, name, value))
        {
            _peeked = null;
        }
    }

    private void SkipNewLines()
    {
        while (Peek().Kind == TokenKind.NewLine)
        {
            Take();
        }
    }

    private Token Peek() => _peeked ??= lexer.Next();

    private Token Take()
    {
        Token token = Peek();
        _peeked = null;
        return token;
    }

    private SyntaxException Unexpected(in Token token) => token.Kind switch
    {
        TokenKind.End => lexer.Incomplete("the text ends where a command is missing", token.Start),
        TokenKind.NewLine => lexer.Error("the line ends where a command is missing", token.Start),
        _ => lexer.Error($"unexpected '{lexer.Text[token.Start..token.End]}'", token.Start),
    };
}
