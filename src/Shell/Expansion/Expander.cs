using System.Globalization;
using System.Text;

namespace Helios.Shell;

/// <summary>Makes fields of words: tilde, parameters, command substitution, field splitting, path names, and quotes removed last.</summary>
internal sealed class Expander(ShellState state, Func<CommandList, string> capture)
{
    /// <summary>Expands the words of a command.</summary>
    /// <exception cref="ExpansionException">A parameter that must be set is not.</exception>
    internal List<string> ExpandAll(SyntaxList<Word> words)
    {
        List<string> fields = new(words.Count);
        foreach (Word word in words)
        {
            AddFields(word, fields);
        }

        return fields;
    }

    /// <summary>Expands a word that stays one: a value, a file name, a here-document.</summary>
    internal string ExpandOne(Word word)
    {
        if (word.Bare is { } bare && bare is not ['~', ..])
        {
            return bare;
        }

        StringBuilder text = new();
        AddText(text, null, word, isQuoted: false, TildePlaces.Start);
        return text.ToString();
    }

    /// <summary>Expands the value of an assignment, in which a tilde may stand behind each colon.</summary>
    internal string ExpandValue(Word word)
    {
        StringBuilder text = new();
        AddText(text, null, word, isQuoted: false, TildePlaces.Colons);
        return text.ToString();
    }

    /// <summary>Expands the text of a here-document.</summary>
    internal string ExpandDocument(HereDocument document)
    {
        StringBuilder text = new();
        AddText(text, null, document.Text, isQuoted: true, TildePlaces.None);
        return text.ToString();
    }

    private Pattern ExpandPattern(Word word)
    {
        StringBuilder text = new();
        List<bool> quoted = [];
        AddText(text, quoted, word, isQuoted: false, TildePlaces.Start);
        return new Pattern(text.ToString(), quoted);
    }

    private void AddFields(Word word, List<string> fields)
    {
        if (word.Bare is { } bare && bare is not ['~', ..] && bare.AsSpan().IndexOfAny("*?[") < 0)
        {
            fields.Add(bare);
            return;
        }

        FieldBuilder builder = new(state.Variables.Separators);
        AddParts(builder, word.Parts, isQuoted: false, atStart: true);
        foreach (Field field in builder.Finish())
        {
            if (state.Options.KeepsPatterns || !Pattern.IsPattern(field.Text, field.IsQuoted) || !PathExpansion.TryExpand(state, field, fields))
            {
                fields.Add(field.Text);
            }
        }
    }

    /// <param name="builder">Gets what they are expanded to.</param>
    /// <param name="parts">The pieces of a word.</param>
    /// <param name="isQuoted">Whether they stand in double quotes.</param>
    /// <param name="atStart">Whether a tilde may come first.</param>
    /// <param name="isOperand">Whether they are the result of an expansion: then unquoted text is split too.</param>
    private void AddParts(FieldBuilder builder, SyntaxList<WordPart> parts, bool isQuoted, bool atStart, bool isOperand = false)
    {
        for (int i = 0; i < parts.Count; i++)
        {
            switch (parts[i])
            {
                case LiteralPart literal when i == 0 && atStart && !isQuoted && literal.Text is ['~', ..]:
                    (string home, string rest) = Tilde.Expand(state, literal.Text, isWhole: parts.Count == 1);
                    builder.Append(home, isQuoted: true);
                    builder.Append(rest, isQuoted: false);
                    break;
                case LiteralPart literal when isOperand:
                    AddValue(builder, literal.Text, isQuoted);
                    break;
                case LiteralPart literal:
                    builder.Append(literal.Text, isQuoted);
                    break;
                case EscapedPart escaped:
                    builder.Append(escaped.Text, isQuoted: true);
                    break;
                case SingleQuotedPart single:
                    builder.Open();
                    builder.Append(single.Text, isQuoted: true);
                    break;
                case DollarQuotedPart dollar:
                    builder.Open();
                    builder.Append(dollar.Text, isQuoted: true);
                    break;
                case DoubleQuotedPart quoted:
                    // "$@" without arguments is no field, not an empty one.
                    if (quoted.Parts is not [ParameterPart { Name: "@" }] || state.Arguments.Length > 0)
                    {
                        builder.Open();
                    }

                    AddParts(builder, quoted.Parts, isQuoted: true, atStart: false);
                    break;
                case ParameterPart parameter:
                    AddParameter(builder, parameter, isQuoted);
                    break;
                case CommandSubstitutionPart substitution:
                    AddValue(builder, capture(substitution.Program), isQuoted);
                    break;
            }
        }
    }

    private static void AddValue(FieldBuilder builder, string value, bool isQuoted)
    {
        if (isQuoted)
        {
            builder.Append(value, isQuoted: true);
        }
        else
        {
            builder.AppendSplit(value);
        }
    }

    private void AddParameter(FieldBuilder builder, ParameterPart parameter, bool isQuoted)
    {
        bool isList = parameter.Name is "@" || (parameter.Name == "*" && !isQuoted);
        if (isList && (parameter.Operation == ParameterOperation.Value || (UsesValue(parameter, out bool usesOperand) && !usesOperand && !IsChanged(parameter.Operation))))
        {
            AddArguments(builder, isQuoted);
            return;
        }

        if (UsesValue(parameter, out bool useOperand))
        {
            AddValue(builder, ValueOf(parameter), isQuoted);
        }
        else if (useOperand)
        {
            AddParts(builder, parameter.Operand.Parts, isQuoted, atStart: true, isOperand: true);
        }
    }

    private static bool IsChanged(ParameterOperation operation) => operation is ParameterOperation.Length or >= ParameterOperation.RemoveShortestPrefix;

    private void AddArguments(FieldBuilder builder, bool isQuoted)
    {
        for (int i = 0; i < state.Arguments.Length; i++)
        {
            if (isQuoted)
            {
                builder.Open();
                builder.Append(state.Arguments[i], isQuoted: true);
                if (i < state.Arguments.Length - 1)
                {
                    builder.End();
                }
            }
            else
            {
                builder.AppendSplit(state.Arguments[i]);
                if (i < state.Arguments.Length - 1)
                {
                    builder.EndIfOpen();
                }
            }
        }
    }

    /// <summary>Decides what <c>${X...}</c> yields.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="usesOperand">Whether it is the operand, expanded.</param>
    /// <returns>Whether it is the value, possibly changed.</returns>
    private bool UsesValue(ParameterPart parameter, out bool usesOperand)
    {
        usesOperand = false;
        if (parameter.Operation is ParameterOperation.Value or ParameterOperation.Length or >= ParameterOperation.RemoveShortestPrefix)
        {
            return true;
        }

        string? value = Find(parameter.Name);
        bool alsoEmpty = parameter.Operation is ParameterOperation.DefaultIfEmpty or ParameterOperation.AssignIfEmpty
            or ParameterOperation.FailIfEmpty or ParameterOperation.OtherIfNotEmpty;
        bool isThere = value is not null && !(alsoEmpty && value.Length == 0);
        switch (parameter.Operation)
        {
            case ParameterOperation.OtherIfSet or ParameterOperation.OtherIfNotEmpty:
                usesOperand = isThere;
                return false;
            case ParameterOperation.AssignIfUnset or ParameterOperation.AssignIfEmpty when !isThere:
                if (!Lexer.IsName(parameter.Name))
                {
                    throw new ExpansionException($"{parameter.Name}: not a variable, so nothing can be assigned to it");
                }

                state.Variables.Set(parameter.Name, ExpandOne(parameter.Operand));
                return true;
            case ParameterOperation.FailIfUnset or ParameterOperation.FailIfEmpty when !isThere:
                string reason = parameter.Operand.Parts.Count == 0 ? (alsoEmpty ? "not set, or empty" : "not set") : ExpandOne(parameter.Operand);
                throw new ExpansionException($"{parameter.Name}: {reason}");
            default:
                usesOperand = !isThere;
                return isThere;
        }
    }

    private string ValueOf(ParameterPart parameter)
    {
        string? value = Find(parameter.Name);
        if (value is null && state.Options.RefusesUnset && parameter.Name is not ("@" or "*"))
        {
            throw new ExpansionException($"{parameter.Name}: not set");
        }

        value ??= "";
        return parameter.Operation switch
        {
            ParameterOperation.Length => LengthOf(parameter.Name, value),
            ParameterOperation.RemoveShortestPrefix => RemovePrefix(value, ExpandPattern(parameter.Operand), longest: false),
            ParameterOperation.RemoveLongestPrefix => RemovePrefix(value, ExpandPattern(parameter.Operand), longest: true),
            ParameterOperation.RemoveShortestSuffix => RemoveSuffix(value, ExpandPattern(parameter.Operand), longest: false),
            ParameterOperation.RemoveLongestSuffix => RemoveSuffix(value, ExpandPattern(parameter.Operand), longest: true),
            _ => value,
        };
    }

    private string LengthOf(string name, string value)
    {
        int length = name is "@" or "*" ? state.Arguments.Length : value.EnumerateRunes().Count();
        return length.ToString(CultureInfo.InvariantCulture);
    }

    private static string RemovePrefix(string value, Pattern pattern, bool longest)
    {
        for (int i = 0; i <= value.Length; i++)
        {
            int length = longest ? value.Length - i : i;
            if (pattern.Matches(value.AsSpan(0, length)))
            {
                return value[length..];
            }
        }

        return value;
    }

    private static string RemoveSuffix(string value, Pattern pattern, bool longest)
    {
        for (int i = 0; i <= value.Length; i++)
        {
            int start = longest ? i : value.Length - i;
            if (pattern.Matches(value.AsSpan(start)))
            {
                return value[..start];
            }
        }

        return value;
    }

    /// <summary>The value of a parameter; null when it is not set.</summary>
    private string? Find(string name)
    {
        if (Lexer.IsNameStart(name[0]))
        {
            return state.Variables.Get(name);
        }

        if (char.IsAsciiDigit(name[0]))
        {
            return !int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? null
                : index == 0 ? state.Name
                : index <= state.Arguments.Length ? state.Arguments[index - 1] : null;
        }

        return name switch
        {
            "?" => state.LastStatus.ToString(CultureInfo.InvariantCulture),
            "$" => state.ShellId.ToString(CultureInfo.InvariantCulture),
            "!" => state.LastBackground == 0 ? null : state.LastBackground.ToString(CultureInfo.InvariantCulture),
            "#" => state.Arguments.Length.ToString(CultureInfo.InvariantCulture),
            "-" => state.Options.Letters,
            _ => state.Arguments.Length == 0 ? null : string.Join(name == "@" ? " " : Joiner(), state.Arguments),
        };
    }

    private string Joiner() => state.Variables.Separators is [char first, ..] ? first.ToString() : "";

    /// <summary>Expands without splitting.</summary>
    private void AddText(StringBuilder text, List<bool>? quoted, Word word, bool isQuoted, TildePlaces tildes)
    {
        for (int i = 0; i < word.Parts.Count; i++)
        {
            switch (word.Parts[i])
            {
                case LiteralPart literal when !isQuoted && tildes != TildePlaces.None:
                    bool isLast = i == word.Parts.Count - 1;
                    string expanded = tildes == TildePlaces.Colons
                        ? Tilde.ExpandInValue(state, literal.Text, atStart: i == 0, isLast)
                        : i == 0 && literal.Text is ['~', ..] ? string.Concat(Tilde.Expand(state, literal.Text, isLast).Home, Tilde.Expand(state, literal.Text, isLast).Tail) : literal.Text;
                    Add(expanded, isQuoted: false);
                    break;
                case LiteralPart literal:
                    Add(literal.Text, isQuoted);
                    break;
                case EscapedPart escaped:
                    Add(escaped.Text, isQuoted: true);
                    break;
                case SingleQuotedPart single:
                    Add(single.Text, isQuoted: true);
                    break;
                case DollarQuotedPart dollar:
                    Add(dollar.Text, isQuoted: true);
                    break;
                case DoubleQuotedPart inner:
                    AddText(text, quoted, new Word(inner.Parts), isQuoted: true, TildePlaces.None);
                    break;
                case ParameterPart parameter:
                    if (UsesValue(parameter, out bool usesOperand))
                    {
                        Add(ValueOf(parameter), isQuoted);
                    }
                    else if (usesOperand)
                    {
                        AddText(text, quoted, parameter.Operand, isQuoted, tildes == TildePlaces.None ? TildePlaces.None : TildePlaces.Start);
                    }

                    break;
                case CommandSubstitutionPart substitution:
                    Add(capture(substitution.Program), isQuoted);
                    break;
            }
        }

        void Add(string piece, bool isQuoted)
        {
            text.Append(piece);
            for (int i = 0; quoted is not null && i < piece.Length; i++)
            {
                quoted.Add(isQuoted);
            }
        }
    }

    private enum TildePlaces
    {
        None,
        Start,
        Colons,
    }
}
