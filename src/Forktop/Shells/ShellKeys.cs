using System.Globalization;
using Helios.Linux;
using Helios.Screens;

namespace Helios.Forktop;

/// <summary>What the keys for shells, probes and the debugger do with the terminal.</summary>
internal sealed class ShellKeys(ForktopOptions options, IEventSource source, FullScreen full, FileFd keyboard, FileFd screen)
{
    private readonly ForktopOptions _options = options;
    private readonly IEventSource _source = source;
    private readonly FullScreen _full = full;
    private readonly FileFd _keyboard = keyboard;
    private readonly FileFd _screen = screen;

    /// <summary>A shell beside the process, until it ends.</summary>
    /// <returns>What to say then.</returns>
    internal string Join(ProcessNode node)
    {
        string note = "";
        List<byte[]> filters = [];
        if (node.Permissions is { Credentials.SeccompFilters: > 0 } && _source.Engine is { } engine)
        {
            filters = engine.FiltersOf(node.Key.Pid, out Errno refusal);
            note = refusal == Errno.None ? "" : $"; without its seccomp filters, which cannot be read ({refusal.Text()})";
        }
        else if (node.Permissions is { Credentials.SeccompFilters: > 0 })
        {
            note = "; without its seccomp filters, which only a tracer can read";
        }

        (int columns, int rows) = _full.Size;
        using ProgramTerminal terminal = new(columns, rows);
        using JoinedShell shell = JoinedShell.Beside(node.Key.Pid, _options.Shell, filters, terminal.Peer!);
        terminal.LeavePeer();
        Show(terminal, shell.PidFd);
        return "the shell has ended" + note;
    }

    /// <summary>A shell that the process itself starts, until it ends.</summary>
    /// <returns>What to say then.</returns>
    internal string Inject(ProcessNode node)
    {
        InjectedShell shell = InjectedShell.In(Engine("inject a shell"), node.Key.Pid, _options.Shell);
        using PidFd process = shell.PidFd;
        using ProgramTerminal terminal = new(shell.Master);
        (int columns, int rows) = _full.Size;
        terminal.Resize(columns, rows);
        Show(terminal, process);
        shell.End();
        return "the shell has ended; the process runs on as before";
    }

    /// <summary>A table of what the process may do.</summary>
    internal List<StyledLine> Probe(ProcessNode node) => RightsProbe.Table(node, RightsProbe.Of(Engine("try out"), node.Key.Pid));

    /// <summary>gdb on a held process, until it ends.</summary>
    /// <returns>What to say then.</returns>
    internal string Debug(ProcessNode node)
    {
        PtraceEngine engine = Engine("hand over");
        if (node.State != NodeState.Held)
        {
            return "only a process that a breakpoint holds can be handed over";
        }

        if (engine.HasFilter)
        {
            return "this program runs with forktop's seccomp filter, which gdb cannot serve: start it with --break or --calls step";
        }

        ProgramPlan plan = new()
        {
            // The stop that it is handed over in is no news to the user.
            Command = ["gdb", "-q", "-ex", "handle SIGSTOP nostop noprint nopass", "-p", node.Key.Pid.ToString(CultureInfo.InvariantCulture)],
            WorkingDirectory = _options.WorkingDirectory,
            Environment = [.. JoinedShell.EnvironmentOf(Environment.ProcessId)],
        };
        plan.Resolve();
        if (!engine.HandOver(node.Key.Pid))
        {
            return "this process is not held any more";
        }

        (int columns, int rows) = _full.Size;
        using ProgramTerminal terminal = new(columns, rows);
        using ProgramLaunch gdb = ProgramLaunch.Start(plan with { Terminal = terminal.Peer }, filtered: false, static _ => { });
        terminal.LeavePeer();
        Show(terminal, gdb.Process.PidFd);
        gdb.Process.PidFd.TrySignal((int)SignalNumbers.SIGTERM);
        gdb.Process.Wait();
        return "gdb has ended";
    }

    private PtraceEngine Engine(string what) => _source.Engine ?? throw new ForktopException($"{_source.Name} cannot {what}: only ptrace can");

    private void Show(ProgramTerminal terminal, PidFd end)
    {
        _full.Lend(raw: true);
        try
        {
            terminal.Enter(_keyboard, _screen, end);
        }
        finally
        {
            _full.TakeBack();
        }
    }
}
