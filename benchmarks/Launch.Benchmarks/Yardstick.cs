using System.Diagnostics;
using System.Globalization;

namespace Helios.Launch.Benchmarks;

/// <summary>Compiles and runs launch.c, and a static payload in a root of its own.</summary>
internal sealed class Yardstick : IDisposable
{
    private const string PayloadSource =
        """
        __attribute__((noreturn)) void _start(void)
        {
            __asm__ volatile("syscall" : : "a"(231), "D"(0));
            __builtin_unreachable();
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("helios-launch-");
    private readonly string _launch;

    internal Yardstick()
    {
        Root = _folder.CreateSubdirectory("root").FullName;
        _folder.CreateSubdirectory("root/proc");
        _launch = Path.Combine(_folder.FullName, "launch");
        string payload = Path.Combine(_folder.FullName, "payload.c");
        File.WriteAllText(payload, PayloadSource);
        Run("gcc", "-O2", "-static", "-nostdlib", "-o", Root + Program, payload);
        Run("gcc", "-O2", "-o", _launch, Path.Combine(AppContext.BaseDirectory, "launch.c"));
    }

    /// <summary>The folder that becomes the payload's root.</summary>
    internal string Root { get; }

    /// <summary>The payload inside that root: it exits with 0 at once.</summary>
    internal string Program => "/payload";

    public void Dispose() => _folder.Delete(recursive: true);

    internal void Measure(bool network, int count, Samples samples)
    {
        string output = Run(_launch, count.ToString(CultureInfo.InvariantCulture), network ? "1" : "0", Root, Program);
        foreach (string line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = line.Split(' ');
            samples.Add(Nanoseconds(parts[0]), Nanoseconds(parts[1]));
        }

        static TimeSpan Nanoseconds(string text) => TimeSpan.FromMicroseconds(long.Parse(text, CultureInfo.InvariantCulture) / 1000.0);
    }

    private static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with exit code {process.ExitCode}");
    }
}
