using System.Diagnostics;
using Helios.Linux;
using Helios.Support;

namespace Helios.EndToEnd.Tests;

/// <summary>The published <c>helios</c>, as a user has it.</summary>
internal static class HeliosCommand
{
    internal static string Path => Programs.Helios;

    /// <summary>The script at the top of the tree, which becomes it.</summary>
    internal static string Script { get; } = Repository.PathOf("helios");

    /// <summary>A container name that no other test and no other clone on this machine uses.</summary>
    internal static string FreshName() => "e2e-" + Guid.NewGuid().ToString("N")[..12];

    /// <summary>Runs it to its end with nothing to read.</summary>
    internal static ToolResult Run(params IEnumerable<string> arguments) => RunWith("", arguments);

    /// <summary>Runs it to its end with something to read.</summary>
    internal static ToolResult RunWith(string input, params IEnumerable<string> arguments)
        => Tool.Run(new ProcessStartInfo(Path, arguments), input);

    /// <summary>Starts it on a terminal.</summary>
    internal static HostedTerminal OnTerminal(WindowSize size, params IEnumerable<string> arguments) => new(size, [Path, .. arguments]);

    /// <summary>Starts it and returns when it has written <c>ready</c>.</summary>
    internal static Process StartReady(params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(Path, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        Process process = Process.Start(start)!;
        Assert.Equal("ready", process.StandardOutput.ReadLine());
        return process;
    }

    /// <summary>Sends a signal to helios itself.</summary>
    internal static void Signal(this Process process, long signal)
    {
        using PidFd target = PidFd.Open(process.Id);
        target.TrySignal((int)signal);
    }

    /// <summary>What it had still to write, and its exit code.</summary>
    internal static ToolResult End(this Process process)
    {
        string output = process.StandardOutput.ReadToEnd();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return new ToolResult(process.ExitCode, output, errors.Trim());
    }

    /// <summary>The first process of the container, as the host numbers it.</summary>
    internal static PidFd Payload(this Process process)
    {
        string children = string.Join(' ', Directory.EnumerateDirectories($"/proc/{process.Id}/task").Select(static task => File.ReadAllText(task + "/children")));
        return PidFd.Open(int.Parse(children.Split(' ', StringSplitOptions.RemoveEmptyEntries).First(), System.Globalization.CultureInfo.InvariantCulture));
    }
}
