namespace Helios.Cli;

/// <summary>Writes the completion script for zsh.</summary>
internal static class ZshCompletion
{
    /// <summary>Writes the script.</summary>
    internal static void Write(IReadOnlyList<Verb> verbs, TextWriter output)
    {
        output.Write($"#compdef helios\n\n# _helios_live KIND: names from the running daemon; silent when there is none.\n_helios_live() {{\n    local -a names=(${{(f)\"$($helios {LiveNamesVerb.VerbName} $1 ${{words[2,-1]}} 2>/dev/null)\"}})\n");
        output.Write("    [[ $1 == (places|keys) ]] && compadd -S '' -a names || compadd -a names\n    [[ $1 != places ]] || _files\n}\n\n");
        output.Write("_helios() {\n    local context state state_descr line helios=$words[1]\n    typeset -A opt_args\n    _arguments -C \\\n");
        output.Write("        '(- *)--help[Show the verbs]' \\\n        '(- *)--version[Show the version]' \\\n        '1:verb:((");
        output.Write(string.Join(' ', verbs.Select(static verb => $"{verb.Name}\\:\"{Quote(verb.Description ?? "")}\"")));
        output.Write("))' \\\n        '*::: :->verb'\n    [[ $state == verb ]] || return\n    case $line[1] in\n");
        foreach (Verb verb in verbs)
        {
            output.Write($"    {verb.Name})\n        _arguments -s -S");
            foreach (CliOption option in verb.CliOptions)
            {
                WriteOption(option, output);
            }

            if (verb.TakesCommand && verb.Live != LiveNames.None)
            {
                output.Write($" \\\n            '(-)1:container: _helios_live {Word(verb.Live)}' \\\n            '(-)2:command:_command_names -e' \\\n            '*:::arguments:_normal'");
            }
            else if (verb.Live != LiveNames.None)
            {
                output.Write($" \\\n            '*:name: _helios_live {Word(verb.Live)}'");
            }
            else if (verb.TakesCommand)
            {
                output.Write(" \\\n            '(-)1:command:_command_names -e' \\\n            '*:::arguments:_normal'");
            }
            else if (verb.Words.Count > 0)
            {
                output.Write($" \\\n            '1:word:({string.Join(' ', verb.Words)})'");
            }

            output.Write("\n        ;;\n");
        }

        output.Write("    esac\n}\n\n# Autoloaded from fpath it is the body; sourced, it registers itself.\n");
        output.Write("if [[ $funcstack[1] == _helios ]]; then\n    _helios \"$@\"\nelse\n    compdef _helios helios\nfi\n");
    }

    private static void WriteOption(CliOption option, TextWriter output)
    {
        string help = Quote(option.Description ?? "");
        foreach (string name in option.Aliases.Prepend(option.Name))
        {
            string spec = option.Kind == ValueKind.Switch ? $"{name}[{help}]"
                : $"{name}{(name.Length == 2 ? "+" : "=")}[{help}]:{(option.ValueName.Length > 0 ? Quote(option.ValueName) : "value")}:{Action(option)}";
            output.Write($" \\\n            '*{spec}'");
        }
    }

    private static string Word(LiveNames names) => names.ToString().ToLowerInvariant();

    private static string Action(CliOption option) => option.Kind switch
    {
        _ when option.Live != LiveNames.None => $" _helios_live {Word(option.Live)}",
        ValueKind.Word => $"({string.Join(' ', option.Words)})",
        ValueKind.File => "_files",
        ValueKind.Directory => "_files -/",
        _ => " ",
    };

    // Inside single quotes and an _arguments specification.
    private static string Quote(string text)
        => text.Replace("'", "'\\''", StringComparison.Ordinal)
            .Replace("[", "\\[", StringComparison.Ordinal)
            .Replace("]", "\\]", StringComparison.Ordinal)
            .Replace(":", "\\:", StringComparison.Ordinal);
}
