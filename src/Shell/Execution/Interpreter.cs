namespace Helios.Shell;

/// <summary>Reads text line by line and runs each line before the next is read, so that a line sees what the one before it has done.</summary>
internal sealed class Interpreter(Executor executor)
{
    private const int BadSyntax = 2;

    /// <summary>Whether an error of syntax ends the shell: it does in a script, not in <c>eval</c> at a prompt.</summary>
    internal bool EndsOnError { get; init; } = true;

    /// <summary>Whether names of aliases are replaced; not where they have been already.</summary>
    internal bool ReplacesAliases { get; init; } = true;

    /// <summary>Runs all of a text.</summary>
    /// <returns>The status of its last command; zero when there was none.</returns>
    internal int RunText(string text)
    {
        int status = 0;
        Lexer lexer = new(text.Replace("\0", "", StringComparison.Ordinal)) { Aliases = ReplacesAliases ? name => executor.State.Aliases.GetValueOrDefault(name) : null };
        Parser parser = new(lexer);
        while (TryParse(parser, ref status) is { } line)
        {
            status = executor.Run(line);
        }

        return status;
    }

    private CommandList? TryParse(Parser parser, ref int status)
    {
        try
        {
            return parser.ParseLine();
        }
        catch (SyntaxException error)
        {
            executor.Complain(error.Message);
            executor.State.LastStatus = status = BadSyntax;
            return EndsOnError && !executor.Process.IsInteractive ? throw new ShellExitException(BadSyntax) : null;
        }
    }
}
