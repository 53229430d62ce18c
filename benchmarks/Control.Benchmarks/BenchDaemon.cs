using System.Diagnostics;
using System.Globalization;
using Helios.Contracts;

namespace Helios.Control.Benchmarks;

/// <summary>A heliosd of our own and a client of it, ended and cleaned up after the measurement.</summary>
internal sealed class BenchDaemon : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("helios-bench-").FullName;
    private readonly Process _process;

    internal BenchDaemon(params string[] arguments)
    {
        Socket = Path.Join(_directory, "s");
        ProcessStartInfo start = new(Published.Heliosd, ["--socket", Socket, .. arguments]) { RedirectStandardError = true };
        _process = Process.Start(start)!;
        while (_process.StandardError.ReadLine() is { } line && !line.Contains("listening", StringComparison.Ordinal))
        {
        }

        StreamReader error = _process.StandardError;
        new Thread(() => error.ReadToEnd()) { IsBackground = true }.Start();
        Client = ControlClient.Connect(Socket);
    }

    internal string Socket { get; }

    internal ControlClient Client { get; }

    internal TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    internal static ContainerSpec Sleeper(string name) => new() { Id = ContainerId.Parse(name), Command = ["/bin/sleep", "1000"] };

    internal ContainerLine Run(string name, string? restart = null)
        => Client.Ask<Reply.Container>(new Request.Run { Spec = Sleeper(name), Restart = restart }).Line;

    internal void Remove(string name) => Client.Ask<Reply>(new Request.Change(name, ChangeVerb.Remove) { Force = true });

    /// <summary>A field of /proc/PID/status that is in kB: <c>RssAnon</c> is its own memory, <c>RssShmem</c> that of the log rings.</summary>
    internal long Kibibytes(string field)
        => long.Parse(File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith(field + ":", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);

    public void Dispose()
    {
        // Killed first: sleep as process 1 ignores the stop signal, and the grace of a thousand is not what is measured.
        foreach (ContainerLine line in Client.Ask<Reply.Containers>(new Request.List(All: true)).Lines)
        {
            Remove(line.Name);
        }

        Client.Ask<Reply.Stopped>(new Request.ShutDown());
        Client.Dispose();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
