namespace Helios.Cli;

/// <summary>Writes the completion script for fish.</summary>
internal static class FishCompletion
{
    /// <summary>Writes the script.</summary>
    internal static void Write(IReadOnlyList<Verb> verbs, TextWriter output)
    {
        output.Write("# Completion of helios for fish: ~/.config/fish/completions/helios.fish\n\n");
        WriteConditions(verbs, output);
        output.Write("complete -c helios -f\n");
        output.Write("complete -c helios -n '__helios_at verb' -l help -d 'Show the verbs'\n");
        output.Write("complete -c helios -n '__helios_at verb' -l version -d 'Show the version'\n");
        foreach (Verb verb in verbs)
        {
            output.Write($"complete -c helios -n '__helios_at verb' -a {verb.Name} -d '{Quote(verb.Description ?? "")}'\n");
            if (verb.Words.Count > 0)
            {
                output.Write($"complete -c helios -n '__helios_at {verb.Name}' -a '{string.Join(' ', verb.Words)}'\n");
            }

            if (verb.Live != LiveNames.None)
            {
                output.Write($"complete -c helios -n '__helios_at {verb.Name}' {(verb.Live == LiveNames.Places ? "-F " : "")}-a '(__helios_live {Word(verb.Live)})'\n");
            }

            foreach (CliOption option in verb.CliOptions)
            {
                WriteOption(verb, option, output);
            }
        }

        output.Write("complete -c helios -n '__helios_at command' -a '(__fish_complete_subcommand --fcs-skip=(__helios_skip))'\n");
    }

    // __helios_at PLACE: whether the cursor is at the verb, among a verb's options, or in the payload's command.
    private static void WriteConditions(IReadOnlyList<Verb> verbs, TextWriter output)
    {
        IEnumerable<string> valued = verbs.SelectMany(static verb => verb.CliOptions)
            .Where(static option => option.Kind != ValueKind.Switch)
            .SelectMany(static option => option.Aliases.Prepend(option.Name))
            .Distinct();
        output.Write($$"""
            function __helios_skip --description 'How many words stand before the command of the payload; nothing when it has not begun'
                set -l words (commandline -opc)
                contains -- "$words[2]" {{string.Join(' ', verbs.Where(static verb => verb.TakesCommand).Select(static verb => verb.Name))}}; or return 1
                set -l i 3
                set -l names {{string.Join(' ', verbs.Where(static verb => verb.TakesCommand && verb.Live != LiveNames.None).Select(static verb => verb.Name))}}
                set -l named 1
                contains -- "$words[2]" $names; and set named 0
                while test $i -le (count $words)
                    switch $words[$i]
                        case --
                            echo $i
                            return 0
                        case '-*=*'
                        case {{string.Join(' ', valued)}}
                            set i (math $i + 1)
                        case '-*'
                        case '*'
                            if test $named -eq 1
                                echo (math $i - 1)
                                return 0
                            end
                            # The name of a container comes before the command.
                            set named 1
                    end
                    set i (math $i + 1)
                end
                # The word under the cursor begins the command unless it is an option or an option's value.
                if test $named -eq 1; and test $i -eq (math (count $words) + 1); and not string match -q -- '-*' (commandline -ct)
                    count $words
                    return 0
                end
                return 1
            end

            function __helios_live --description 'Names from the running daemon; silent when there is none'
                set -l words (commandline -opc)
                set -l helios $words[1]
                set -e words[1..2]
                $helios {{LiveNamesVerb.VerbName}} $argv[1] $words 2>/dev/null
            end

            function __helios_at --description 'Whether the cursor is at the verb, among the options of a verb, or in a command'
                set -l words (commandline -opc)
                switch $argv[1]
                    case verb
                        test (count $words) -eq 1
                    case command
                        __helios_skip >/dev/null
                    case '*'
                        test (count $words) -ge 2; and test "$words[2]" = $argv[1]; and not __helios_skip >/dev/null
                end
            end


            """);
    }

    private static void WriteOption(Verb verb, CliOption option, TextWriter output)
    {
        output.Write($"complete -c helios -n '__helios_at {verb.Name}'");
        foreach (string name in option.Aliases.Prepend(option.Name))
        {
            output.Write(name.Length == 2 ? $" -s {name[1..]}" : $" -l {name[2..]}");
        }

        output.Write(option.Kind switch
        {
            _ when option.Live != LiveNames.None => $" -x -a '(__helios_live {Word(option.Live)})'",
            ValueKind.Switch => "",
            ValueKind.Word => $" -x -a '{string.Join(' ', option.Words)}'",
            ValueKind.File => " -r -F",
            ValueKind.Directory => " -x -a '(__fish_complete_directories)'",
            _ => " -x",
        });
        output.Write($" -d '{Quote(option.Description ?? "")}'\n");
    }

    private static string Quote(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);

    private static string Word(LiveNames names) => names.ToString().ToLowerInvariant();
}
