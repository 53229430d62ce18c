using FsCheck;
using FsCheck.Fluent;

namespace Helios.Shell.Tests.Syntax;

/// <summary>Random syntax trees, of the kind that the parser makes: neighbouring characters are one part, and so on.</summary>
internal static class SyntaxTrees
{
    private static readonly Gen<string> s_plain = Letters("abcXYZ019_-./:,+%^*?[]");
    private static readonly Gen<string> s_spaced = Letters("abc 09\t;|&<>()");
    private static readonly Gen<string> s_anything = Letters("ab \t\n$`\"\\'{}#;|&<>()*é€");
    private static readonly Gen<string> s_quoted = Letters("ab \t\n$`\"\\{}#;|&*é€");
    private static readonly Gen<string> s_name = from first in Gen.Elements("a", "B", "_") from rest in Letters("aB_9") select first + rest;
    private static readonly Gen<string> s_parameter = Gen.Frequency((5, s_name), (2, Gen.Elements("@", "*", "#", "?", "-", "$", "!", "0", "1", "12")));
    private static readonly Gen<string> s_command = Letters("cdfg").Select(static text => "x" + text);

    internal static Arbitrary<CommandList> Lists { get; } = Gen.Frequency((3, List(0)), (2, List(1)), (1, List(2)), (1, List(3))).ToArbitrary();

    private static Gen<string> Letters(string from) => Gen.Elements(from.Select(static c => c.ToString()).ToArray()).NonEmptyListOf().Select(static letters => string.Concat(letters.Take(6)));

    private static Gen<CommandList> List(int depth)
        => from first in Item(depth) from rest in Few(Item(depth), 2) select new CommandList([first, .. rest]);

    private static Gen<ListItem> Item(int depth)
        => from commands in AndOr(depth) from background in Rarely() select new ListItem(commands, background);

    private static Gen<AndOrList> AndOr(int depth)
        => from first in Pipe(depth)
           from rest in Few(from success in Gen.Elements(true, false) from pipeline in Pipe(depth) select new ConditionalPipeline(success, pipeline), 1)
           select new AndOrList(first, [.. rest]);

    private static Gen<Pipeline> Pipe(int depth)
        => from negated in Rarely()
           from timing in Gen.Frequency((8, Gen.Constant(PipelineTiming.None)), (1, Gen.Constant(PipelineTiming.Long)), (1, Gen.Constant(PipelineTiming.Portable)))
           from first in Few(from command in Command(depth) from errors in Rarely() select new PipelineStage(command, errors), 2)
           from last in Command(depth)
           select new Pipeline(negated, timing, [.. first, new PipelineStage(last, false)]);

    private static Gen<Command> Command(int depth) => depth == 0
        ? Simple(0)
        : Gen.Frequency(
            (6, Simple(depth)),
            (1, from body in List(depth - 1) from redirections in Few(Redirect(depth - 1), 1) select (Command)new Subshell(body, [.. redirections])),
            (1, from body in List(depth - 1) from redirections in Few(Redirect(depth - 1), 1) select (Command)new Group(body, [.. redirections])));

    private static Gen<Command> Simple(int depth)
        => from assignments in Few(from name in s_name from value in Gen.Frequency((3, Word(depth, s_plain)), (1, Gen.Constant(Helios.Shell.Word.Empty))) select new Assignment(name, value), 1)
           from name in s_command
           from words in Few(Word(depth, s_plain), 3)
           from redirections in Few(Redirect(depth), 1)
           select (Command)new SimpleCommand([.. assignments], [Helios.Shell.Word.Of(name), .. words], [.. redirections]);

    private static Gen<Redirection> Redirect(int depth)
    {
        Gen<Redirection> plain =
            from kind in Gen.Elements(
                RedirectionKind.Input, RedirectionKind.Output, RedirectionKind.Append, RedirectionKind.Clobber, RedirectionKind.ReadWrite,
                RedirectionKind.DuplicateInput, RedirectionKind.DuplicateOutput, RedirectionKind.HereString)
            from descriptor in Gen.Elements(-1, 0, 1, 2, 7, 12)
            from target in Word(depth, s_plain)
            select new Redirection(descriptor, kind, target);
        Gen<Redirection> both =
            from kind in Gen.Elements(RedirectionKind.OutputAndErrors, RedirectionKind.AppendOutputAndErrors)
            from target in Word(depth, s_plain)
            select new Redirection(-1, kind, target);
        Gen<Redirection> document =
            from literal in Gen.Elements(true, false)
            from drops in Gen.Elements(true, false)
            from text in s_anything
            from parameter in Parameter(0, Surroundings.Quotes)
            select Document(literal, drops, text, parameter);
        return Gen.Frequency((4, plain), (1, both), (2, document));
    }

    private static Redirection Document(bool isLiteral, bool dropsTabs, string text, WordPart parameter)
    {
        // A tab at the beginning of a line would be dropped, and so not be there again.
        text = dropsTabs ? text.Replace('\t', ' ') : text;
        HereDocument document = new("END", isLiteral, dropsTabs);
        document.Complete(isLiteral ? Helios.Shell.Word.Of(text + "\n") : new Word([new LiteralPart(text), dropsTabs ? ParameterPart.Plain("a") : parameter, new LiteralPart(" \n")]));
        return new Redirection(-1, dropsTabs ? RedirectionKind.HereDocumentWithoutTabs : RedirectionKind.HereDocument, Helios.Shell.Word.Of("END"), document);
    }

    private static Gen<Word> Word(int depth, Gen<string> literals)
        => Few(Part(depth, literals), 3).Where(static parts => parts.Count > 0).Select(static parts => new Word([.. Joined(parts)]));

    private static Gen<WordPart> Part(int depth, Gen<string> literals)
    {
        Gen<WordPart> simple = Gen.Frequency(
            (6, literals.Select(static text => (WordPart)new LiteralPart(text))),
            (2, Gen.Elements(" ", "\\", "'", "\"", "$", "a", "|", "~", "}", "#").Select(static text => (WordPart)new EscapedPart(text))),
            (2, Letters("ab $`\"\\\n#").Select(static text => (WordPart)new SingleQuotedPart(text))),
            (1, Letters("ab'\\\n\t\u0001").Select(static text => (WordPart)new DollarQuotedPart(text))),
            (2, s_parameter.Select(static name => (WordPart)ParameterPart.Plain(name))));
        return depth == 0 ? simple : Gen.Frequency(
            (6, simple),
            (2, Quoted(depth - 1)),
            (1, Parameter(depth - 1, Surroundings.None)),
            (1, List(depth - 1).Select(static list => (WordPart)new CommandSubstitutionPart(list))));
    }

    private static Gen<WordPart> Quoted(int depth) => Few(QuotedPart(depth), 3).Select(static parts => (WordPart)new DoubleQuotedPart([.. Joined(parts)]));

    private static Gen<WordPart> QuotedPart(int depth) => Gen.Frequency(
        (4, s_quoted.Select(static text => (WordPart)new LiteralPart(text))),
        (2, s_parameter.Select(static name => (WordPart)ParameterPart.Plain(name))),
        (1, depth == 0 ? s_parameter.Select(static name => (WordPart)ParameterPart.Plain(name)) : Parameter(depth - 1, Surroundings.Quotes)));

    private static Gen<WordPart> Parameter(int depth, Surroundings around)
    {
        Gen<WordPart> length = s_name.Select(static name => (WordPart)new ParameterPart(name, ParameterOperation.Length, Helios.Shell.Word.Empty));
        Gen<WordPart> pattern =
            from name in s_name
            from operation in Gen.Elements(
                ParameterOperation.RemoveShortestPrefix, ParameterOperation.RemoveLongestPrefix, ParameterOperation.RemoveShortestSuffix, ParameterOperation.RemoveLongestSuffix)
            from operand in Word(depth, Letters("abc*?"))
            select (WordPart)new ParameterPart(name, operation, operand);
        Gen<Word> operands = around == Surroundings.None
            ? Word(depth, s_spaced)
            : Few(Gen.Frequency((3, s_quoted.Select(static text => (WordPart)new LiteralPart(text))), (1, s_parameter.Select(static name => (WordPart)ParameterPart.Plain(name)))), 2)
                .Select(static parts => new Word([.. Joined(parts)]));
        Gen<WordPart> other =
            from name in s_name
            from operation in Gen.Elements(
                ParameterOperation.DefaultIfUnset, ParameterOperation.DefaultIfEmpty, ParameterOperation.AssignIfUnset, ParameterOperation.AssignIfEmpty,
                ParameterOperation.FailIfUnset, ParameterOperation.FailIfEmpty, ParameterOperation.OtherIfSet, ParameterOperation.OtherIfNotEmpty)
            from operand in operands
            select (WordPart)new ParameterPart(name, operation, operand);
        return Gen.Frequency((1, length), (1, pattern), (3, other));
    }

    /// <summary>Puts literals that follow each other together, as the lexer does.</summary>
    private static List<WordPart> Joined(IEnumerable<WordPart> parts)
    {
        List<WordPart> joined = [];
        foreach (WordPart part in parts)
        {
            if (part is LiteralPart literal && joined is [.., LiteralPart before])
            {
                joined[^1] = new LiteralPart(before.Text + literal.Text);
            }
            else
            {
                joined.Add(part);
            }
        }

        return joined;
    }

    private static Gen<bool> Rarely() => Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)));

    private static Gen<List<T>> Few<T>(Gen<T> item, int most) => from count in Gen.Choose(0, most) from items in item.ListOf(count) select items.ToList();

    private enum Surroundings
    {
        None,
        Quotes,
    }
}
