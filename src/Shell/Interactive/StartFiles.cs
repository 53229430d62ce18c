namespace Helios.Shell;

/// <summary>Where an interactive shell's own files are.</summary>
internal static class StartFiles
{
    /// <summary>The file of the lines that were typed: <c>HISTFILE</c>, or one in the home directory; null when HISTFILE is empty.</summary>
    internal static string? HistoryPath(ShellState state)
        => state.Variables.Get("HISTFILE") is { } chosen ? (chosen.Length > 0 ? chosen : null)
            : state.Variables.Get("HOME") is { Length: > 0 } home ? $"{home}/.helios_shell_history" : null;

    /// <summary>The commands that are run first: <c>HELIOS_SHELL_RC</c>, or one in the home directory.</summary>
    internal static string? ConfigurationPath(ShellState state)
        => state.Variables.Get("HELIOS_SHELL_RC") ?? (state.Variables.Get("HOME") is { Length: > 0 } home ? $"{home}/.helios_shellrc" : null);
}
