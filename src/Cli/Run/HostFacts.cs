namespace Helios.Cli;

/// <summary>What a specification takes from the machine and the shell it is typed in. A value, so that reading options is a pure function.</summary>
internal sealed record HostFacts
{
    /// <summary>Whether the user is root.</summary>
    internal required bool IsRoot { get; init; }

    /// <summary>The machine's host name.</summary>
    internal required string HostName { get; init; }

    /// <summary>The directory that relative paths start from.</summary>
    internal required string WorkingDirectory { get; init; }

    /// <summary>The shell's variables.</summary>
    internal required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>A name that no other container has.</summary>
    internal required string FreshName { get; init; }

    /// <summary>Reads them.</summary>
    internal static HostFacts Read()
    {
        Dictionary<string, string> environment = new(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            environment[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        return new HostFacts
        {
            IsRoot = System.Environment.IsPrivilegedProcess,
            HostName = System.Environment.MachineName,
            WorkingDirectory = Path.GetFullPath("."),
            Environment = environment,
            FreshName = Guid.NewGuid().ToString("N")[..12],
        };
    }
}
