using System.Diagnostics;

namespace Helios.Support;

/// <summary>The published programs, as users get them: built by the scripts at the top of the tree, once for all tests.</summary>
public static class Programs
{
    // Both whichever is asked for, since the command starts the daemon that lies beside it.
    private static readonly Lazy<(string Helios, string Heliosd)> s_built = new(static () => (Built("helios", "version"), Built("heliosd", "--version")));

    /// <summary>The command.</summary>
    public static string Helios => s_built.Value.Helios;

    /// <summary>The daemon.</summary>
    public static string Heliosd => s_built.Value.Heliosd;

    /// <summary>One of the two by its name.</summary>
    public static string PathOf(string name) => name == "heliosd" ? Heliosd : Path.IsPathRooted(name) ? name : Helios;

    private static string Built(string name, string argument)
    {
        ProcessStartInfo start = new(Repository.PathOf(name), [argument]);

        // A build of all projects on a busy machine takes longer than any test may.
        ToolResult built = Tool.Run(start, limit: TimeSpan.FromMinutes(15));
        string path = Repository.PathOf("artifacts", "programs", name);
        return built.ExitCode == 0 && File.Exists(path) ? path : throw new InvalidOperationException($"{start.FileName} could not build {name}: {built.Errors}");
    }
}
