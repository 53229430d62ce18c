using System.Collections.Immutable;
using System.Globalization;
using Helios.Control;
using Helios.Forktop;

namespace Helios.Cli;

/// <summary><c>helios forktop</c>: every process that a program makes, and what each may do.</summary>
internal sealed class ForktopVerb : DaemonVerb
{
    private const string Files = "Files";

    private readonly CliOption _pid = new("--pid", ValueKind.Text, "Look at a process that runs, and at what it makes; may be repeated", "-p") { ValueName = "PID" };
    private readonly CliOption _log = new("--log", ValueKind.Switch, "Print lines instead of a screen");
    private readonly CliOption _json = new("--json", ValueKind.Switch, "Print JSON lines instead of a screen");
    private readonly CliOption _output = new("--output", ValueKind.File, "Print lines to a file", "-o") { ValueName = "FILE" };
    private readonly CliOption _break = new("--break", ValueKind.Text, "Hold what executes a NAME, a /PATH* or ~TEXT of its command line; may be repeated", "-b") { ValueName = "PATTERN" };
    private readonly CliOption _record = new("--record", ValueKind.File, "Keep all events in a file") { ValueName = "FILE", Section = Files };
    private readonly CliOption _replay = new("--replay", ValueKind.File, "Show the events of such a file") { ValueName = "FILE", Section = Files };
    private readonly CliOption _trace = new("--export-trace", ValueKind.File, "Write a trace for Chrome or Perfetto at the end") { ValueName = "FILE", Section = Files };
    private readonly CliOption _html = new("--export-html", ValueKind.File, "Write a page with the tree and the timeline at the end") { ValueName = "FILE", Section = Files };
    private readonly CliOption _keys = new("--keys", ValueKind.File, "Key settings (~/.config/helios/forktop.keys)") { ValueName = "FILE", Section = Files };

    private readonly CliOption _source = new("--source", ValueKind.Word, "auto (default), ptrace, connector or proc")
    {
        ValueName = "WORD",
        Words = ["auto", "ptrace", "connector", "proc"],
        Section = "Source",
    };

    private readonly CliOption _calls = new("--calls", ValueKind.Word, "How calls that change permissions are seen: auto (default), seccomp, step or none")
    {
        ValueName = "WORD",
        Words = ["auto", "seccomp", "step", "none"],
        Section = "Source",
    };

    private readonly CliOption _shell = new("--shell", ValueKind.File, "A static shell for processes whose root has none (busybox)") { ValueName = "FILE", Section = "Source" };

    internal ForktopVerb()
        : base("forktop", "Shows every process that a program makes, and what each may do")
        => AddWithSocket(_pid, _log, _json, _output, _break, _record, _replay, _trace, _html, _keys, _source, _calls, _shell);

    /// <inheritdoc/>
    internal override string Usage => "[options] [--] CMD [ARG...] | -p PID | CONTAINER";

    /// <inheritdoc/>
    internal override bool TakesCommand => true;

    /// <inheritdoc/>
    internal override LiveNames Live => LiveNames.Containers;

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples =>
    [
        new("helios forktop make", "a build, process by process; ? shows the keys"),
        new("helios forktop -p 4021", "what a running process makes from now on"),
        new("helios forktop web-1", "the processes of a container"),
        new("helios forktop --log -- make -j4", "lines instead of a screen"),
        new("helios forktop --record build.jsonl --export-html build.html -- make", "to look at later"),
        new("helios forktop --break cc1 -- make", "holds each compiler as it starts"),
    ];

    /// <inheritdoc/>
    protected override int Run(DaemonSession daemon, OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        int[] pids = [.. options.Each(_pid, Pid)];
        string? replay = options.Last(_replay);
        if ((pids.Length > 0 ? 1 : 0) + (replay is null ? 0 : 1) + (rest.IsEmpty ? 0 : 1) != 1)
        {
            throw new CliException("name one of a command, a container, --pid or --replay");
        }

        if (options.IsOn(_log) && options.IsOn(_json))
        {
            throw new CliException("--log and --json: one of them only");
        }

        string? container = null;
        if (rest is [string name] && ContainerOf(daemon, name) is { } found)
        {
            (container, pids, rest) = (name, [found], []);
        }

        ForktopOptions wanted = new()
        {
            Command = rest,
            Pids = pids,
            Container = container,
            WorkingDirectory = HostFacts.Read().WorkingDirectory,
            View = options.IsOn(_json) ? ForktopView.Json : options.IsOn(_log) ? ForktopView.Log : ForktopView.Screen,
            Output = options.Last(_output),
            Record = options.Last(_record),
            Replay = replay,
            ExportTrace = options.Last(_trace),
            ExportHtml = options.Last(_html),
            Breakpoints = options.All(_break),
            Source = Word(options, _source, ForktopSource.Auto),
            Calls = Word(options, _calls, ForktopCalls.Auto),
            Shell = options.Last(_shell),
            Keys = options.Last(_keys),
            Colours = HostTerminal.AllowsColours(),
            ContainerNames = daemon.TryOpen() is { } client ? () => Names(client) : null,
        };
        try
        {
            return ForktopProgram.Run(wanted, console.Output, console.Error);
        }
        catch (ForktopException refused)
        {
            throw new CliException(refused.Message, refused.Code == 0 ? CliException.OwnError : refused.Code);
        }
    }

    // One word that names a container is that container; a program of that name is given by its path.
    private static int? ContainerOf(DaemonSession daemon, string name)
        => daemon.TryOpen() is { } client ? Lines(client).FirstOrDefault(line => line.Name == name)?.ProcessId : null;

    private static Dictionary<int, string> Names(ControlClient client)
    {
        Dictionary<int, string> names = [];
        try
        {
            foreach (ContainerLine line in Lines(client))
            {
                if (line.ProcessId is { } pid)
                {
                    names[pid] = line.Name;
                }
            }
        }
        catch (Exception gone) when (gone is ControlException or IOException)
        {
            // The daemon has left; what was known stays.
        }

        return names;
    }

    private static ImmutableArray<ContainerLine> Lines(ControlClient client) => client.Ask<Reply.Containers>(new Request.List(All: false)).Lines;

    private static T Word<T>(OptionValues options, CliOption option, T otherwise)
        where T : struct, Enum
        => options.Word(option) is { } word ? Enum.Parse<T>(word, ignoreCase: true) : otherwise;

    private static int Pid(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && pid > 0 ? pid : throw new FormatException($"'{text}' is not a process id");
}
