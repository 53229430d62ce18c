using System.Globalization;
using System.Text;

namespace Helios.Shell;

/// <summary>Writes a tree as text that parses to the same tree.</summary>
internal sealed class SyntaxPrinter
{
    private readonly StringBuilder _text = new();
    private readonly List<HereDocument> _pending = [];

    private SyntaxPrinter()
    {
    }

    /// <summary>What stands around a word: it decides about what has to be escaped.</summary>
    private enum Surroundings
    {
        /// <summary>Nothing; quotes are alive.</summary>
        None,

        /// <summary>Double quotes.</summary>
        Quotes,

        /// <summary>Braces inside of double quotes or of a here-document.</summary>
        QuotedBraces,

        /// <summary>The body of a here-document.</summary>
        Document,
    }

    /// <summary>A list as a whole text; the texts of here-documents follow it, so only then it has more than one line.</summary>
    internal static string Print(CommandList list)
    {
        SyntaxPrinter printer = new();
        printer.AddList(list);
        printer.AddDocuments();
        return printer._text.ToString();
    }

    /// <summary>A list as one line for people: what job tables show.</summary>
    internal static string Print(AndOrList commands)
    {
        SyntaxPrinter printer = new();
        printer.AddAndOr(commands);
        return printer._text.ToString();
    }

    /// <summary>One pipeline as one line for people.</summary>
    internal static string Print(Pipeline pipeline)
    {
        SyntaxPrinter printer = new();
        printer.AddPipeline(pipeline);
        return printer._text.ToString();
    }

    /// <summary>One command as text that can be parsed.</summary>
    internal static string PrintWhole(Command command)
        => Print(new CommandList([new ListItem(new AndOrList(new Pipeline(false, PipelineTiming.None, [new PipelineStage(command, false)]), []), false)]));

    /// <summary>One word.</summary>
    internal static string Print(Word word)
    {
        SyntaxPrinter printer = new();
        printer.AddWord(word, Surroundings.None);
        return printer._text.ToString();
    }

    private void AddList(CommandList list)
    {
        for (int i = 0; i < list.Items.Count; i++)
        {
            AddAndOr(list.Items[i].Commands);
            if (list.Items[i].IsBackground)
            {
                _text.Append(" &");
            }
            else if (i < list.Items.Count - 1)
            {
                _text.Append(';');
            }

            if (i < list.Items.Count - 1)
            {
                _text.Append(' ');
            }
        }
    }

    private void AddAndOr(AndOrList commands)
    {
        AddPipeline(commands.First);
        foreach (ConditionalPipeline next in commands.Rest)
        {
            _text.Append(next.RunsOnSuccess ? " && " : " || ");
            AddPipeline(next.Pipeline);
        }
    }

    private void AddPipeline(Pipeline pipeline)
    {
        _text.Append(pipeline.IsNegated ? "! " : "");
        _text.Append(pipeline.Timing switch { PipelineTiming.Long => "time ", PipelineTiming.Portable => "time -p ", _ => "" });
        for (int i = 0; i < pipeline.Stages.Count; i++)
        {
            AddCommand(pipeline.Stages[i].Command);
            if (i < pipeline.Stages.Count - 1)
            {
                _text.Append(pipeline.Stages[i].PipesErrors ? " |& " : " | ");
            }
        }
    }

    private void AddCommand(Command command)
    {
        int start = _text.Length;
        switch (command)
        {
            case Subshell subshell:
                _text.Append('(');
                AddList(subshell.Body);
                _text.Append(')');
                break;
            case Group group:
                _text.Append("{ ");
                AddList(group.Body);
                _text.Append(group.Body.Items[^1].IsBackground ? " }" : "; }");
                break;
            case SimpleCommand simple:
                foreach (Assignment assignment in simple.Assignments)
                {
                    Separate(start);
                    _text.Append(assignment.Name).Append('=');
                    AddWord(assignment.Value, Surroundings.None);
                }

                foreach (Word word in simple.Words)
                {
                    Separate(start);
                    AddWord(word, Surroundings.None);
                }

                break;
        }

        foreach (Redirection redirection in command.Redirections)
        {
            Separate(start);
            AddRedirection(redirection);
        }
    }

    private void Separate(int start)
    {
        if (_text.Length > start)
        {
            _text.Append(' ');
        }
    }

    private void AddRedirection(Redirection redirection)
    {
        if (redirection.Descriptor >= 0)
        {
            _text.Append(redirection.Descriptor.ToString(CultureInfo.InvariantCulture));
        }

        _text.Append(redirection.Kind switch
        {
            RedirectionKind.Input => "<",
            RedirectionKind.Output => ">",
            RedirectionKind.Append => ">>",
            RedirectionKind.Clobber => ">|",
            RedirectionKind.ReadWrite => "<>",
            RedirectionKind.DuplicateInput => "<&",
            RedirectionKind.DuplicateOutput => ">&",
            RedirectionKind.OutputAndErrors => "&>",
            RedirectionKind.AppendOutputAndErrors => "&>>",
            RedirectionKind.HereDocument => "<<",
            RedirectionKind.HereDocumentWithoutTabs => "<<-",
            _ => "<<<",
        });
        if (redirection.Document is not { } document)
        {
            // A blank keeps '<' and a word that begins with '(' or '<' apart, and '>' and '&'.
            _text.Append(' ');
            AddWord(redirection.Target, Surroundings.None);
            return;
        }

        _text.Append(document.IsLiteral ? $"'{document.Delimiter.Replace("'", "'\\''", StringComparison.Ordinal)}'" : document.Delimiter);
        _pending.Add(document);
    }

    private void AddDocuments()
    {
        if (_pending.Count == 0)
        {
            return;
        }

        _text.Append('\n');
        foreach (HereDocument document in _pending.ToArray())
        {
            if (document.IsLiteral)
            {
                foreach (WordPart part in document.Text.Parts)
                {
                    _text.Append(((LiteralPart)part).Text);
                }
            }
            else
            {
                AddWord(document.Text, Surroundings.Document);
            }

            _text.Append(document.Delimiter).Append('\n');
        }

        _pending.Clear();
    }

    private void AddWord(Word word, Surroundings around)
    {
        for (int i = 0; i < word.Parts.Count; i++)
        {
            AddPart(word.Parts[i], i + 1 < word.Parts.Count ? word.Parts[i + 1] : null, around);
        }
    }

    private void AddPart(WordPart part, WordPart? next, Surroundings around)
    {
        switch (part)
        {
            case LiteralPart literal:
                AddLiteral(literal.Text, around);
                break;
            case EscapedPart escaped:
                _text.Append('\\').Append(escaped.Text);
                break;
            case SingleQuotedPart single:
                _text.Append('\'').Append(single.Text).Append('\'');
                break;
            case DollarQuotedPart dollar:
                _text.Append(Escapes.Quote(dollar.Text));
                break;
            case DoubleQuotedPart quoted:
                _text.Append('"');
                AddWord(new Word(quoted.Parts), Surroundings.Quotes);
                _text.Append('"');
                break;
            case ParameterPart parameter:
                AddParameter(parameter, next, around);
                break;
            case CommandSubstitutionPart substitution:
                AddSubstitution(substitution);
                break;
        }
    }

    private void AddLiteral(string text, Surroundings around)
    {
        foreach (char c in text)
        {
            bool isEscaped = around switch
            {
                Surroundings.None => false,
                Surroundings.Quotes => c is '$' or '`' or '"' or '\\',
                Surroundings.QuotedBraces => c is '$' or '`' or '"' or '\\' or '}',
                _ => c is '$' or '`' or '\\',
            };
            if (isEscaped)
            {
                _text.Append('\\');
            }

            _text.Append(c);
        }
    }

    private void AddParameter(ParameterPart parameter, WordPart? next, Surroundings around)
    {
        if (parameter.Operation == ParameterOperation.Value)
        {
            // Braces only where the next character would be taken for the name's.
            bool needsBraces = (parameter.Name.Length > 1 && char.IsAsciiDigit(parameter.Name[0]))
                || (Lexer.IsNameStart(parameter.Name[0]) && next is LiteralPart literal && Lexer.IsNamePart(literal.Text[0]));
            _text.Append(needsBraces ? "${" : "$").Append(parameter.Name).Append(needsBraces ? "}" : "");
            return;
        }

        if (parameter.Operation == ParameterOperation.Length)
        {
            _text.Append("${#").Append(parameter.Name).Append('}');
            return;
        }

        bool isPattern = parameter.Operation >= ParameterOperation.RemoveShortestPrefix;
        _text.Append("${").Append(parameter.Name).Append(SignOf(parameter.Operation));
        AddWord(parameter.Operand, around == Surroundings.None || isPattern ? Surroundings.None : Surroundings.QuotedBraces);
        _text.Append('}');
    }

    private static string SignOf(ParameterOperation operation) => operation switch
    {
        ParameterOperation.DefaultIfUnset => "-",
        ParameterOperation.DefaultIfEmpty => ":-",
        ParameterOperation.AssignIfUnset => "=",
        ParameterOperation.AssignIfEmpty => ":=",
        ParameterOperation.FailIfUnset => "?",
        ParameterOperation.FailIfEmpty => ":?",
        ParameterOperation.OtherIfSet => "+",
        ParameterOperation.OtherIfNotEmpty => ":+",
        ParameterOperation.RemoveShortestPrefix => "#",
        ParameterOperation.RemoveLongestPrefix => "##",
        ParameterOperation.RemoveShortestSuffix => "%",
        _ => "%%",
    };

    private void AddSubstitution(CommandSubstitutionPart substitution)
    {
        string inner = Print(substitution.Program);
        // "$((" would be arithmetic.
        _text.Append(inner.StartsWith('(') ? "$( " : "$(").Append(inner).Append(')');
    }
}
