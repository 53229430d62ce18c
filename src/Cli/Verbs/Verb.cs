using System.Collections.Immutable;
using System.CommandLine;

namespace Helios.Cli;

/// <summary>One verb of the command: its options, its help and what it does.</summary>
internal abstract class Verb : Command
{
    /// <summary>Shows the help of the verb.</summary>
    internal readonly CliOption HelpSwitch = new("--help", ValueKind.Switch, "Show this help") { Section = "Other" };

    /// <param name="name">The word after <c>helios</c>.</param>
    /// <param name="summary">What it does, in one clause.</param>
    protected Verb(string name, string summary)
        : base(name, summary)
    {
    }

    /// <summary>What follows the verb's name, such as <c>[options] [--] CMD [ARG...]</c>.</summary>
    internal abstract string Usage { get; }

    /// <summary>Command lines that work, each with what it does.</summary>
    internal abstract ImmutableArray<Example> Examples { get; }

    /// <summary>Whether everything from the first plain word on is left alone.</summary>
    internal virtual bool TakesCommand => false;

    /// <summary>Whether it reads all words behind its name by itself, options too.</summary>
    internal virtual bool TakesEveryWord => false;

    /// <summary>The words that may follow the verb, where they are a fixed few.</summary>
    internal virtual IReadOnlyList<string> Words => [];

    /// <summary>What the words after the verb name, so that shells complete them from the live daemon.</summary>
    internal virtual LiveNames Live => LiveNames.None;

    /// <summary>Its options in the order of help.</summary>
    internal IEnumerable<CliOption> CliOptions => Options.OfType<CliOption>();

    /// <summary>Does it.</summary>
    /// <param name="options">The options, parsed.</param>
    /// <param name="rest">The payload's command, or the verb's arguments.</param>
    /// <param name="console">Where it writes.</param>
    /// <returns>The exit code.</returns>
    internal abstract int Run(OptionValues options, ImmutableArray<string> rest, CliConsole console);

    /// <summary>Adds options, in the order of help, and the help switch after them.</summary>
    protected void Add(IEnumerable<CliOption> options)
    {
        foreach (CliOption option in options)
        {
            Options.Add(option);
        }

        Options.Add(HelpSwitch);
    }
}
