using Helios.Linux;

namespace Helios.Forktop;

/// <summary>A program to start.</summary>
internal sealed record ProgramPlan
{
    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Where it starts.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Its environment as <c>NAME=VALUE</c>.</summary>
    public required IReadOnlyList<string> Environment { get; init; }

    /// <summary>Its controlling terminal; null to share forktop's streams.</summary>
    public FileFd? Terminal { get; init; }

    /// <summary>The file of the program, found as execvp(3) would.</summary>
    /// <exception cref="ForktopException">There is none.</exception>
    internal string Resolve()
    {
        string name = Command[0];
        if (name.Contains('/', StringComparison.Ordinal))
        {
            return Check(name.StartsWith('/') ? name : Path.Combine(WorkingDirectory, name)) ? name : throw new ForktopException($"{name}: no such program", 127);
        }

        string path = Environment.FirstOrDefault(static entry => entry.StartsWith("PATH=", StringComparison.Ordinal))?[5..] ?? "/usr/bin:/bin";
        return path.Split(':').Select(folder => Path.Combine(folder.Length == 0 ? "." : folder, name)).FirstOrDefault(Check)
            ?? throw new ForktopException($"{name}: not found on PATH", 127);
    }

    private static bool Check(string path) => File.Exists(path);
}
