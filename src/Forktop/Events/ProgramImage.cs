namespace Helios.Forktop;

/// <summary>What a process runs.</summary>
internal sealed record ProgramImage
{
    /// <summary>The path given to exec.</summary>
    public required string Path { get; init; }

    /// <summary>The file that runs: of a script, its interpreter. Empty when it cannot be read.</summary>
    public string Executable { get; init; } = "";

    /// <summary>The arguments, the program's own name first.</summary>
    public string[] Arguments { get; init; } = [];

    /// <summary>The environment.</summary>
    public EnvironmentBlock Environment { get; init; } = EnvironmentBlock.Empty;

    /// <summary>The working directory.</summary>
    public string WorkingDirectory { get; init; } = "";

    /// <summary>Of a script: the interpreters, from the script's own to the last.</summary>
    public string[] Interpreters { get; init; } = [];

    /// <summary>Whether it was read in the middle of an exec: the file is the new one already, and has no arguments yet. Even a program that is given none has one, which is empty.</summary>
    internal bool IsUnfinished => Arguments.Length == 0 && Executable.Length > 0;
}
