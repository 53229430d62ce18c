using System.Collections.Immutable;

namespace Helios.Cli;

/// <summary><c>helios completion</c>: a script that teaches a shell the verbs and options, made from the same tree that parses them.</summary>
internal sealed class CompletionVerb : Verb
{
    internal CompletionVerb()
        : base("completion", "Prints a completion script for bash, zsh or fish")
        => Add([]);

    /// <inheritdoc/>
    internal override string Usage => "bash|zsh|fish";

    /// <inheritdoc/>
    internal override IReadOnlyList<string> Words => ["bash", "zsh", "fish"];

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples =>
    [
        new("source <(helios completion bash)", "for this shell only"),
        new("helios completion zsh >~/.zfunc/_helios", "in a directory of zsh's fpath"),
        new("helios completion fish >~/.config/fish/completions/helios.fish", "for every fish shell"),
    ];

    /// <inheritdoc/>
    internal override int Run(OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        Action<IReadOnlyList<Verb>, TextWriter> script = rest switch
        {
            ["bash"] => BashCompletion.Write,
            ["zsh"] => ZshCompletion.Write,
            ["fish"] => FishCompletion.Write,
            [string shell] => throw new CliException($"'{shell}' is not one of {string.Join(", ", Words)}"),
            _ => throw new CliException($"name one shell: {string.Join(", ", Words)}"),
        };
        script([.. VerbTable.All()], console.Output);
        return 0;
    }
}
