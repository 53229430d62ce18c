using System.Collections.Immutable;
using Helios.Shell;

namespace Helios.Cli;

/// <summary><c>helios shell</c>: the job-control shell, in this process.</summary>
internal sealed class ShellVerb : Verb
{
    /// <summary>Its name, which the shell needs to start this program again.</summary>
    internal const string VerbName = "shell";

    internal ShellVerb()
        : base(VerbName, "A job-control shell whose jobs can be containers")
        => Add([]);

    /// <inheritdoc/>
    internal override string Usage => "[-efuxC] [-o OPTION] [-i] [-c COMMANDS [NAME] | FILE | -s] [ARG...]";

    /// <inheritdoc/>
    internal override bool TakesEveryWord => true;

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples =>
    [
        new("helios shell", "prompts at a terminal"),
        new("helios shell -c 'container run -- ls /etc | grep host'", "a container in a pipeline"),
        new("helios shell script a b", "a script with two arguments"),
    ];

    /// <inheritdoc/>
    internal override int Run(OptionValues options, ImmutableArray<string> rest, CliConsole console) => ShellMain.Run(rest, [VerbName]);
}
