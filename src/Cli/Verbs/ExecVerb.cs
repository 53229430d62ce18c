using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Helios.Control;
using Helios.Linux;

namespace Helios.Cli;

/// <summary><c>helios exec</c>: another process in a running container.</summary>
internal sealed class ExecVerb : DaemonVerb
{
    private readonly CliOption _interactive = new("--interactive", ValueKind.Switch, "Connect standard input; otherwise it reads nothing", "-i");
    private readonly CliOption _tty = new("--tty", ValueKind.Switch, "Give it a terminal of its own, connected to this one", "-t");
    private readonly CliOption _env = new("--env", ValueKind.Text, "Set a variable; NAME alone passes this shell's value on; repeatable", "-e") { ValueName = "NAME[=VALUE]" };
    private readonly CliOption _user = new("--user", ValueKind.Text, "Run as this user of the container", "-u") { ValueName = "USER[:GROUP]" };
    private readonly CliOption _workdir = new("--workdir", ValueKind.Text, "Directory inside in which it starts", "-w") { ValueName = "DIR" };
    private readonly CliOption _detachKeys = new("--detach-keys", ValueKind.Text, "Keys that leave the process running (ctrl-p,ctrl-q)") { ValueName = "KEYS" };

    internal ExecVerb()
        : base("exec", "Runs another process in a container that is up")
        => AddWithSocket(_interactive, _tty, _env, _user, _workdir, _detachKeys);

    /// <inheritdoc/>
    internal override string Usage => "[options] NAME [--] CMD [ARG...]";

    /// <inheritdoc/>
    internal override bool TakesCommand => true;

    /// <inheritdoc/>
    internal override LiveNames Live => LiveNames.Containers;

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples =>
    [
        new("helios exec -it web-1 sh", "a shell inside, with a terminal"),
        new("helios exec web-1 cat /etc/hostname", "its exit code is the command's"),
    ];

    /// <inheritdoc/>
    protected override int Run(DaemonSession daemon, OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        if (rest.Length > 1 && rest[1] == "--")
        {
            rest = rest.RemoveAt(1);
        }

        if (rest.Length < 2)
        {
            throw new CliException("name a container and a command: helios exec web-1 ls");
        }

        Request.Exec exec = new(rest[0])
        {
            Command = rest.RemoveAt(0),
            Environment = [.. options.All(_env).Select(Variable)],
            User = options.Last(_user),
            WorkingDirectory = options.Last(_workdir),
            Terminal = options.IsOn(_tty),
            Size = HostTerminal.Size(),
        };
        return exec.Terminal
            ? WithTerminal(daemon, exec, options.Object(_detachKeys, DetachKeys.Parse) ?? DetachKeys.Parse(DetachKeys.Default), console)
            : WithStreams(daemon, exec, options.IsOn(_interactive));
    }

    /// <summary>Runs it on a terminal of its own.</summary>
    internal static int WithTerminal(DaemonSession daemon, Request.Exec exec, DetachKeys keys, CliConsole console)
    {
        List<FileFd> received = [];
        Reply.Session session = daemon.Client.Ask<Reply.Session>(exec, received);
        FileFd master = session.HasTerminal ? received[0] : throw new CliException("the daemon sent no terminal");
        using RemoteTerminal terminal = new(master, keys, RemoteTerminal.Resizer(daemon, exec.Name, session.Name));
        terminal.Begin();

        // Not over the shared connection: whoever leaves the session goes on to use that.
        using ControlClient waiting = daemon.Open();
        Task<int> ended = Task.Run(() => waiting.Ask<Reply.Ended>(new Request.WaitSession(exec.Name, session.Name)).Code);
        if (Task.WhenAny(ended, terminal.Detached).GetAwaiter().GetResult() == ended)
        {
            terminal.End();
            return ended.GetAwaiter().GetResult();
        }

        terminal.Dispose();
        console.Error.Write($"\nleft session {session.Name} of {exec.Name} running: helios attach --session {session.Name} {exec.Name}\n");
        return 0;
    }

    private static int WithStreams(DaemonSession daemon, Request.Exec exec, bool interactive)
    {
        using FileFd nothing = FileFd.Open("/dev/null", OpenFlags.O_RDONLY);
        using RelayedStreams streams = new(interactive);
        Reply.Session session = daemon.Client.Ask<Reply.Session>(exec, null, streams.Input ?? nothing, streams.Output, streams.Error);
        streams.Begin();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Pass(context, 2));
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Pass(context, 15));
        using PosixSignalRegistration suspend = PosixSignalRegistration.Create((PosixSignal)SignalNumbers.SIGTSTP, context =>
        {
            // The process in the container is nobody's job there: it is stopped with this one, and continued with it.
            Pass(context, (int)SignalNumbers.SIGSTOP);
            using PidFd self = PidFd.Open(Environment.ProcessId);
            self.TrySignal((int)SignalNumbers.SIGSTOP);
        });
        using PosixSignalRegistration resume = PosixSignalRegistration.Create((PosixSignal)SignalNumbers.SIGCONT, context => Pass(context, (int)SignalNumbers.SIGCONT));
        int code = daemon.Ask<Reply.Ended>(new Request.WaitSession(exec.Name, session.Name)).Code;
        streams.End();
        return code;

        void Pass(PosixSignalContext context, int signal)
        {
            context.Cancel = true;
            try
            {
                using ControlClient client = daemon.Open();
                client.Ask<Reply>(new Request.SignalSession(exec.Name, session.Name, signal));
            }
            catch (Exception gone) when (gone is ControlException or IOException)
            {
                // It ended meanwhile.
            }
        }
    }

    private static string Variable(string text)
        => text.Contains('=', StringComparison.Ordinal) ? text : $"{text}={Environment.GetEnvironmentVariable(text)}";
}
