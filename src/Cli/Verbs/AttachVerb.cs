using System.Collections.Immutable;
using System.Globalization;
using Helios.Control;
using Helios.Linux;

namespace Helios.Cli;

/// <summary><c>helios attach</c>: takes over the streams of a container, or of a session in it, until the detach keys.</summary>
internal sealed class AttachVerb : DaemonVerb
{
    private readonly CliOption _session = new("--session", ValueKind.Text, "A process started by 'helios exec -t' instead of the container's own") { ValueName = "NAME", Live = LiveNames.Sessions };
    private readonly CliOption _detachKeys = new("--detach-keys", ValueKind.Text, "Keys that end the attachment (ctrl-p,ctrl-q)") { ValueName = "KEYS" };

    internal AttachVerb()
        : base("attach", "Connects this terminal with a container's")
        => AddWithSocket(_session, _detachKeys);

    /// <inheritdoc/>
    internal override string Usage => "[options] [NAME]";

    /// <inheritdoc/>
    internal override LiveNames Live => LiveNames.Containers;

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples =>
    [
        new("helios attach", "offers what is running"),
        new("helios attach shell", "until Ctrl-P Ctrl-Q, or its end"),
    ];

    /// <inheritdoc/>
    protected override int Run(DaemonSession daemon, OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        string name = rest.IsEmpty ? Pick(daemon, console) : OneName(rest);
        DetachKeys keys = options.Object(_detachKeys, DetachKeys.Parse) ?? DetachKeys.Parse(DetachKeys.Default);
        return Attach(daemon, name, options.Last(_session), keys, console);
    }

    /// <summary>Attaches, and returns the exit code when it ended, 0 when it was left.</summary>
    internal static int Attach(DaemonSession daemon, string name, string? session, DetachKeys keys, CliConsole console)
    {
        List<FileFd> received = [];
        Reply.Streams streams = daemon.Client.Ask<Reply.Streams>(new Request.Attach(name, session), received);
        if (!streams.HasTerminal)
        {
            return WithoutTerminal(daemon, name, streams.HasInput ? received[0] : null);
        }

        using RemoteTerminal terminal = new(received[0], keys, RemoteTerminal.Resizer(daemon, name, session));
        terminal.Begin();
        using ControlClient waiting = daemon.Open();
        Request wait = session is null ? new Request.Wait(name) : new Request.WaitSession(name, session);
        Task<int> ended = Task.Run(() => waiting.Ask<Reply>(wait) is Reply.Ended reply ? reply.Code : 0);
        if (Task.WhenAny(ended, terminal.Detached).GetAwaiter().GetResult() == ended)
        {
            terminal.End();
            return ended.GetAwaiter().GetResult();
        }

        terminal.Dispose();
        daemon.Ask<Reply>(new Request.Detach(name, session));
        console.Error.Write($"\nleft {name} running\n");
        return 0;
    }

    private static int WithoutTerminal(DaemonSession daemon, string name, FileFd? input)
    {
        if (input is not null)
        {
            new Thread(() => CopyIn(input)) { IsBackground = true }.Start();
        }

        LogsVerb.Follow(daemon, [name], new LogChoice { Tail = 0, Follow = true }, new LogPrinter([name], timestamps: false, colours: false));
        return daemon.Ask<Reply>(new Request.Wait(name)) is Reply.Ended ended ? ended.Code : 0;
    }

    private static void CopyIn(FileFd sink)
    {
        using FileFd source = FileFd.Borrow(0);
        byte[] buffer = new byte[16 * 1024];
        try
        {
            while (DescriptorIo.Read(source, buffer) is > 0 and int count)
            {
                DescriptorIo.WriteAll(sink, buffer.AsSpan(0, count));
            }
        }
        catch (IOException)
        {
            // It reads no more.
        }

        sink.Dispose();
    }

    private static string Pick(DaemonSession daemon, CliConsole console)
    {
        ImmutableArray<ContainerLine> lines = daemon.Ask<Reply.Containers>(new Request.List()).Lines;
        using FileFd input = FileFd.Borrow(0);
        if (lines.IsEmpty || !Terminal.Is(input))
        {
            throw new CliException(lines.IsEmpty ? "no running containers" : $"name a container: {string.Join(", ", lines.Select(static line => line.Name))}");
        }

        for (int i = 0; i < lines.Length; i++)
        {
            console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"{i + 1,3}  {lines[i].Name,-24} {string.Join(' ', lines[i].Command)}\n"));
        }

        console.Error.Write("attach to (number or name): ");
        console.Flush();
        string answer = HostTerminal.ReadLine()?.Trim() ?? "";
        return int.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= lines.Length
            ? lines[number - 1].Name
            : answer.Length > 0 ? answer : throw new CliException("no selection");
    }
}
