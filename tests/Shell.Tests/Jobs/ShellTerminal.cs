using System.Globalization;
using System.Text.RegularExpressions;
using Helios.Linux;
using Helios.Support;

namespace Helios.Shell.Tests.Jobs;

/// <summary>The shell at a real terminal, with the test at the keyboard.</summary>
internal sealed partial class ShellTerminal : IDisposable
{
    internal const string Prompt = "ready$ ";

    private readonly TempTree _tree = new();
    private readonly HostedTerminal _terminal;

    /// <param name="environment">Variables beside those of every test.</param>
    internal ShellTerminal(params string[] environment)
        : this(isDumb: false, environment)
    {
    }

    /// <param name="isDumb">Whether the terminal says that it can do nothing.</param>
    /// <param name="environment">Variables beside those of every test.</param>
    internal ShellTerminal(bool isDumb, params string[] environment)
    {
        Needs.FileAt("/dev/ptmx");
        string[] runtime = Environment.GetEnvironmentVariable("DOTNET_ROOT") is { } root ? ["DOTNET_ROOT=" + root] : [];
        _terminal = new HostedTerminal(
            new WindowSize(100, 30), [ShellRun.Program], [$"HOME={_tree.Root}", "PS1=" + Prompt, "NO_COLOR=1", "LC_ALL=C", .. runtime, .. isDumb ? ["TERM=dumb"] : Array.Empty<string>(), .. environment]);
        _terminal.Expect(Prompt);
        if (!isDumb)
        {
            Run($"cd {_tree.Root}");
        }
    }

    internal HostedTerminal Screen => _terminal;

    internal int ShellId => _terminal.ProcessId;

    internal string At(string name) => _tree.At(name);

    internal void Type(string keys) => _terminal.Type(keys);

    /// <summary>Types a command and waits for the next prompt.</summary>
    /// <returns>What stood between the two.</returns>
    internal string Run(string command)
    {
        Type(command + "\r");
        _terminal.Expect(PastesEnd);
        return ToPrompt();
    }

    /// <summary>Types a command that keeps running, and waits until the shell has begun with it.</summary>
    internal void Start(string command)
    {
        Type(command + "\r");
        _terminal.Expect(PastesEnd);
    }

    /// <summary>Waits for the next prompt.</summary>
    internal string ToPrompt()
    {
        string seen = "";
        _terminal.Until("the prompt", screen =>
        {
            seen = screen;
            return screen.Contains(Prompt, StringComparison.Ordinal);
        });
        _terminal.Expect(Prompt);
        return Sequences().Replace(seen[..seen.IndexOf(Prompt, StringComparison.Ordinal)], "").Replace("\r", "", StringComparison.Ordinal);
    }

    internal void Expect(string text) => _terminal.Expect(text);

    /// <summary>The processes that the shell has started and not waited for.</summary>
    internal IReadOnlyList<ProcessLine> Children() => ProcessLine.ChildrenOf(ShellId);

    /// <summary>Waits until the children are as wanted.</summary>
    internal IReadOnlyList<ProcessLine> Await(string what, Func<IReadOnlyList<ProcessLine>, bool> wanted)
    {
        long end = Environment.TickCount64 + 60_000;
        IReadOnlyList<ProcessLine> children;
        while (!wanted(children = Children()))
        {
            Assert.True(Environment.TickCount64 < end, $"{what} never came: {string.Join(", ", children)}");
            Thread.Yield();
        }

        return children;
    }

    public void Dispose()
    {
        foreach (ProcessLine child in Children())
        {
            ProcessGroups.Kill(child.Pid, (int)SignalNumbers.SIGKILL);
        }

        _terminal.Dispose();
        _tree.Dispose();
    }

    // Sent when a line has been read and the terminal has the modes that programs run in, before anything of the line runs.
    private const string PastesEnd = "\x1b[?2004l";

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Sequences();
}

/// <summary>A process as /proc/PID/stat shows it.</summary>
internal sealed record ProcessLine(int Pid, string Name, char State, int Parent, int Group, int ForegroundGroup, int Threads)
{
    /// <summary>Whether nothing of it runs. The first thread may have ended while others have not: it can be waited for when all have.</summary>
    internal bool HasEnded => State == 'Z' && Threads <= 1;

    internal bool IsStopped => State is 'T' or 't';

    internal static IReadOnlyList<ProcessLine> ChildrenOf(int parent)
        => [.. Directory.EnumerateDirectories("/proc")
            .Select(static path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) ? TryRead(pid) : null)
            .OfType<ProcessLine>()
            .Where(process => process.Parent == parent && !process.HasEnded)
            .OrderBy(static process => process.Pid)];

    // pid (name) state ppid pgrp session tty tpgid ...; the number of threads is the 20th.
    internal static ProcessLine? TryRead(int pid)
    {
        try
        {
            string text = File.ReadAllText($"/proc/{pid}/stat");
            int close = text.LastIndexOf(')');
            string[] fields = text[(close + 2)..].Split(' ');
            return new ProcessLine(
                pid, text[(text.IndexOf('(', StringComparison.Ordinal) + 1)..close], fields[0][0], Number(fields[1]), Number(fields[2]), Number(fields[5]), Number(fields[17]));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }
}
