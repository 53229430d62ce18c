using System.Diagnostics;

namespace Helios.Control.Benchmarks;

/// <summary>The programs as users run them, built by the scripts at the top of the tree.</summary>
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

        foreach ((string name, string argument) in (ReadOnlySpan<(string, string)>)[("helios", "version"), ("heliosd", "--version")])
        {
            using Process build = Process.Start(new ProcessStartInfo(Path.Join(top, name), [argument]) { RedirectStandardOutput = true })!;
            build.StandardOutput.ReadToEnd();
            build.WaitForExit();
            if (build.ExitCode != 0)
            {
                throw new InvalidOperationException($"the {name} script could not build {name}");
            }
        }

        return Path.Join(top, "artifacts", "programs");
    }
}
