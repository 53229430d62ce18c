using System.Globalization;
using System.Text.RegularExpressions;
using Helios.Support;

namespace Helios.Forktop.Tests;

/// <summary>The same build under strace and under forktop: the same execs, refusals and ends, none lost.</summary>
public sealed partial class StraceTests
{
    [Fact]
    public void A_build_of_thousands_of_processes_has_the_events_that_strace_sees()
    {
        Needs.Tool("strace");
        Needs.Tool("make");
        using TempTree folder = new();
        string output = folder.MakeFolder("out");
        string[] build = [Tool.Find("make")!, "-s", "-j3", "-f", Repository.PathOf("benchmarks", "Forktop", "build.mk"), "N=250", $"OUT={output}"];
        string log = folder.At("strace");
        Tool.Run(new System.Diagnostics.ProcessStartInfo(Tool.Find("env")!, ["-i", "PATH=/usr/bin:/bin", "LANG=C", "FIXTURE=1", Tool.Find("strace")!, "-f", "-q", "-e", "trace=process", "-e", "signal=none", "-o", log, .. build]) { WorkingDirectory = Path.GetTempPath() }, limit: TimeSpan.FromMinutes(5)).Expect();
        Directory.Delete(output, recursive: true);
        Directory.CreateDirectory(output);
        TraceRun run = TraceRun.Of(build).EndsWith(0);
        List<string> ours =
        [
            .. run.All<TraceEvent.Executed>().Select(static executed => "exec " + executed.Image.Path),
            .. run.All<TraceEvent.ExecFailed>().Select(static failed => $"exec {failed.Path} {failed.Errno}"),
            .. run.All<TraceEvent.Exited>().Select(static exited => $"end {exited.Status!.Value.ExitCode} {exited.Status.Value.Signal}"),
        ];
        List<string> theirs = Strace(File.ReadLines(log));
        Assert.True(run.Tree.Started >= 2000, $"only {run.Tree.Started} processes");
        Assert.Equal(theirs.Order(StringComparer.Ordinal), ours.Order(StringComparer.Ordinal));
    }

    // A call that others interrupt is on two lines.
    private static List<string> Strace(IEnumerable<string> lines)
    {
        List<string> events = [];
        Dictionary<string, string> open = [];
        foreach (string line in lines)
        {
            if (Exec().Match(line) is { Success: true } exec)
            {
                string path = exec.Groups["path"].Value;
                if (Result().Match(line) is { Success: true } result)
                {
                    events.Add(Of(path, result));
                }
                else
                {
                    open[exec.Groups["pid"].Value] = path;
                }
            }
            else if (Resumed().Match(line) is { Success: true } resumed && open.Remove(resumed.Groups["pid"].Value, out string? path) && Result().Match(line) is { Success: true } result)
            {
                events.Add(Of(path, result));
            }
            else if (End().Match(line) is { Success: true } end)
            {
                int signal = end.Groups["signal"].Success ? Enumerable.Range(1, 31).First(number => Signals.Name(number) == end.Groups["signal"].Value) : 0;
                events.Add(string.Create(CultureInfo.InvariantCulture, $"end {(signal == 0 ? end.Groups["code"].Value : "0")} {signal}"));
            }
        }

        return events;

        static string Of(string path, Match result) => "exec " + path + (result.Groups["error"].Success ? " " + result.Groups["error"].Value : "");
    }

    [GeneratedRegex("""^(?<pid>\d+) +execve(at)?\("(?<path>[^"]*)".*""")]
    private static partial Regex Exec();

    [GeneratedRegex("""^(?<pid>\d+) +<\.\.\. execve(at)? resumed>""")]
    private static partial Regex Resumed();

    [GeneratedRegex("""= (0|-1 (?<error>E[A-Z0-9]+) .*)$""")]
    private static partial Regex Result();

    [GeneratedRegex("""\+\+\+ (exited with (?<code>\d+)|killed by (?<signal>SIG[A-Z0-9]+).*) \+\+\+$""")]
    private static partial Regex End();
}
