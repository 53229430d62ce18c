using System.Diagnostics;

namespace Helios.Control.Benchmarks;

/// <summary>The programs as users run them: compiled ahead of time, by the helios script.</summary>
internal static class Published
{
    private static readonly string s_directory = Build();

    internal static string Helios => Path.Join(s_directory, "helios");

    internal static string Heliosd => Path.Join(s_directory, "heliosd");

    private static string Build()
    {
        string? top = AppContext.BaseDirectory;
        while (top is not null && !File.Exists(Path.Join(top, "helios.hocon")))
        {
            top = Path.GetDirectoryName(top);
        }

        using Process build = Process.Start(new ProcessStartInfo(Path.Join(top, "helios"), ["version"]) { RedirectStandardOutput = true })!;
        build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        return build.ExitCode == 0 ? Path.Join(top, "artifacts", "cli") : throw new InvalidOperationException("the helios script could not build helios");
    }
}
