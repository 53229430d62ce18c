namespace Helios.Shell;

/// <summary>What <c>set</c> sets.</summary>
internal sealed record ShellOptions
{
    /// <summary>Letter, long name; the letter is NUL for an option that has none.</summary>
    internal static readonly (char Letter, string Name)[] Names =
    [
        ('e', "errexit"), ('u', "nounset"), ('x', "xtrace"), ('f', "noglob"), ('C', "noclobber"), ('m', "monitor"), ('\0', "pipefail"),
    ];

    /// <summary>A command that fails ends the shell.</summary>
    internal bool ExitsOnError { get; init; }

    /// <summary>An unset variable is an error.</summary>
    internal bool RefusesUnset { get; init; }

    /// <summary>Commands are shown before they run.</summary>
    internal bool Traces { get; init; }

    /// <summary>Patterns are not replaced by file names.</summary>
    internal bool KeepsPatterns { get; init; }

    /// <summary><c>&gt;</c> does not overwrite a file.</summary>
    internal bool KeepsFiles { get; init; }

    /// <summary>Each job is a process group of its own.</summary>
    internal bool ControlsJobs { get; init; }

    /// <summary>A pipeline fails when any of its commands does.</summary>
    internal bool FailsWithPipe { get; init; }

    /// <summary>What <c>$-</c> is.</summary>
    internal string Letters => string.Concat(Names.Where(option => option.Letter != '\0' && IsOn(option.Name)).Select(static option => option.Letter));

    internal bool IsOn(string name) => name switch
    {
        "errexit" => ExitsOnError,
        "nounset" => RefusesUnset,
        "xtrace" => Traces,
        "noglob" => KeepsPatterns,
        "noclobber" => KeepsFiles,
        "monitor" => ControlsJobs,
        _ => FailsWithPipe,
    };

    internal ShellOptions With(string name, bool value) => name switch
    {
        "errexit" => this with { ExitsOnError = value },
        "nounset" => this with { RefusesUnset = value },
        "xtrace" => this with { Traces = value },
        "noglob" => this with { KeepsPatterns = value },
        "noclobber" => this with { KeepsFiles = value },
        "monitor" => this with { ControlsJobs = value },
        _ => this with { FailsWithPipe = value },
    };
}
