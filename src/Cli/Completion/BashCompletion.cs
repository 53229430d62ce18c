namespace Helios.Cli;

/// <summary>Writes the completion script for bash.</summary>
/// <remarks>It needs nothing of the bash-completion package. bash cuts words at '=' and ':', so that an option and its value may be three words.</remarks>
internal static class BashCompletion
{
    /// <summary>Writes the script.</summary>
    internal static void Write(IReadOnlyList<Verb> verbs, TextWriter output)
    {
        output.Write("# Completion of helios for bash: source <(helios completion bash)\n\n");
        WriteValues(verbs, output);
        WriteMain(verbs, output);
        output.Write("complete -F _helios helios ./helios\n");
    }

    // _helios_value VERB OPTION: completes the value of an option; fails when the option has none.
    private static void WriteValues(IReadOnlyList<Verb> verbs, TextWriter output)
    {
        output.Write($$"""
            # _helios_live KIND: names from the running daemon; silent when there is none.
            _helios_live() {
                COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" {{LiveNamesVerb.VerbName}} "$1" "${COMP_WORDS[@]:2}" 2>/dev/null)" -- "$cur"))
            }


            """);
        output.Write("_helios_value() {\n    case $1:$2 in\n");
        foreach (Verb verb in verbs)
        {
            foreach (CliOption option in verb.CliOptions.Where(static option => option.Kind != ValueKind.Switch))
            {
                string names = string.Join('|', option.Aliases.Prepend(option.Name).Select(name => $"{verb.Name}:{name}"));
                string values = option.Kind switch
                {
                    _ when option.Live != LiveNames.None => $"_helios_live {Word(option.Live)}",
                    ValueKind.Word => $"COMPREPLY=($(compgen -W '{string.Join(' ', option.Words)}' -- \"$cur\"))",
                    ValueKind.Directory => "compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- \"$cur\"))",
                    ValueKind.File => "compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- \"$cur\"))",
                    _ => "COMPREPLY=()",
                };
                output.Write($"    {names}) {values} ;;\n");
            }
        }

        output.Write("    *) return 1 ;;\n    esac\n    return 0\n}\n\n");
    }

    private static void WriteMain(IReadOnlyList<Verb> verbs, TextWriter output)
    {
        output.Write($$"""
            _helios() {
                local IFS=$' \t\n' cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} verb=${COMP_WORDS[1]} options= words= command= live= i
                COMPREPLY=()
                if ((COMP_CWORD == 1)); then
                    COMPREPLY=($(compgen -W '{{string.Join(' ', verbs.Select(static verb => verb.Name))}} --help --version' -- "$cur"))
                    return
                fi
                if [[ $cur == = ]]; then
                    cur=
                elif [[ $prev == = ]]; then
                    prev=${COMP_WORDS[COMP_CWORD - 2]}
                fi
                case $verb in

            """);
        foreach (Verb verb in verbs)
        {
            string options = string.Join(' ', verb.CliOptions.SelectMany(static option => option.Aliases.Prepend(option.Name)));
            output.Write($"    {verb.Name}) options='{options}' words='{string.Join(' ', verb.Words)}' command={(verb.TakesCommand ? "1" : "")} live={(verb.Live == LiveNames.None ? "" : Word(verb.Live))} ;;\n");
        }

        output.Write("""
                *) return ;;
                esac
                if [[ $command ]]; then
                    for ((i = 2; i < COMP_CWORD; i++)); do
                        case ${COMP_WORDS[i]} in
                        --) i=$((i + 1)); break ;;
                        -*)
                            if [[ ${COMP_WORDS[i + 1]} == = ]]; then
                                i=$((i + 2))
                            elif _helios_value "$verb" "${COMP_WORDS[i]}"; then
                                i=$((i + 1))
                            fi
                            # A value such as SRC:DST is several words.
                            while [[ ${COMP_WORDS[i + 1]} == : && $((i + 1)) -lt COMP_CWORD ]]; do i=$((i + 2)); done
                            ;;
                        *) break ;;
                        esac
                    done
                    if [[ $live ]]; then
                        # The name of a container comes before the command.
                        if ((i == COMP_CWORD)) && [[ $cur != -* ]]; then
                            _helios_live "$live"
                            return
                        elif ((i == COMP_CWORD - 1)); then
                            COMPREPLY=($(compgen -c -- "$cur"))
                            return
                        fi
                    fi
                    if ((i < COMP_CWORD)); then
                        compopt -o filenames 2>/dev/null
                        COMPREPLY=($(compgen -f -- "$cur"))
                        return
                    elif [[ $i == "$COMP_CWORD" && ($cur != -* || ${COMP_WORDS[COMP_CWORD - 1]} == --) ]]; then
                        COMPREPLY=($(compgen -c -- "$cur"))
                        return
                    fi
                fi
                COMPREPLY=()
                if _helios_value "$verb" "$prev"; then
                    return
                elif [[ $cur == -* ]]; then
                    COMPREPLY=($(compgen -W "$options" -- "$cur"))
                elif [[ $live ]]; then
                    _helios_live "$live"
                    if [[ $live == places ]]; then
                        compopt -o nospace -o filenames 2>/dev/null
                        COMPREPLY+=($(compgen -f -- "$cur"))
                    elif [[ $live == keys ]]; then
                        compopt -o nospace 2>/dev/null
                    fi
                else
                    COMPREPLY=($(compgen -W "$words" -- "$cur"))
                fi
            }

            """);
    }

    private static string Word(LiveNames names) => names.ToString().ToLowerInvariant();
}
