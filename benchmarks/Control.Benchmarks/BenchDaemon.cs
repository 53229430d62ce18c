using System.Diagnostics;
using System.Globalization;

namespace Helios.Control.Benchmarks;

/// <summary>A heliosd of our own, ended and cleaned up after the measurement.</summary>
internal sealed class BenchDaemon : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("helios-bench-").FullName;
    private readonly Process _process;

    internal BenchDaemon(params string[] arguments)
    {
        Socket = Path.Join(_directory, "s");
        ProcessStartInfo start = new(Beside("heliosd"), ["--socket", Socket, .. arguments]) { RedirectStandardError = true };
        _process = Process.Start(start)!;
        while (_process.StandardError.ReadLine() is { } line && !line.Contains("listening", StringComparison.Ordinal))
        {
        }

        StreamReader error = _process.StandardError;
        new Thread(() => error.ReadToEnd()) { IsBackground = true }.Start();
    }

    internal string Socket { get; }

    internal TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    internal static string Beside(string program) => Path.Join(AppContext.BaseDirectory, program);

    internal long ResidentBytes()
        => long.Parse(File.ReadAllText($"/proc/{_process.Id}/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;

    internal ControlClient Connect() => ControlClient.Connect(Socket);

    public void Dispose()
    {
        using (ControlClient client = Connect())
        {
            client.Ask<Reply.Stopped>(new Request.ShutDown());
        }

        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
