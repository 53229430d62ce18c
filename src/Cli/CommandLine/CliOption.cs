using System.CommandLine;

namespace Helios.Cli;

/// <summary>An option with what help and completion need beside its names.</summary>
/// <remarks>
/// Every option is a list of texts, converted by whoever reads it: a repeated option is then no error (the last one counts, as in podman),
/// each complaint can be worded for its option, and no generic instantiation over a value type has to be compiled at start.
/// </remarks>
internal sealed class CliOption : Option<string[]>
{
    internal CliOption(string name, ValueKind kind, string help, params string[] aliases)
        : base(name, aliases)
    {
        Kind = kind;
        Description = help;
        Arity = kind == ValueKind.Switch ? ArgumentArity.ZeroOrMore : ArgumentArity.OneOrMore;
        CustomParser = static result => [.. result.Tokens.Select(static token => token.Value)];
    }

    /// <summary>What its value is.</summary>
    internal ValueKind Kind { get; }

    /// <summary>What help calls the value, such as <c>SIZE</c>; empty for a switch.</summary>
    internal string ValueName { get; init; } = "";

    /// <summary>The words a <see cref="ValueKind.Word"/> value may be.</summary>
    internal IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>What its value names, so that shells complete it from the live daemon.</summary>
    internal LiveNames Live { get; init; } = LiveNames.None;

    /// <summary>The heading it stands under in help.</summary>
    internal string Section { get; init; } = "Options";
}
