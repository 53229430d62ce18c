using System.Runtime.InteropServices;
using Helios.Linux;

namespace Helios.Forktop;

/// <summary>forktop without a screen: events become lines until nothing is left to see, or a signal says to leave.</summary>
internal sealed class LineSession(ForktopOptions options, TextWriter output, TextWriter error)
{
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(1);

    private readonly ForktopOptions _options = options;
    private readonly TextWriter _output = output;
    private readonly TextWriter _error = error;

    /// <summary>Runs to the end.</summary>
    /// <returns>The exit code.</returns>
    internal int Run()
    {
        if (_options.Breakpoints.Count > 0)
        {
            throw new ForktopException("--break needs the screen: without it nobody could let a held process go on");
        }

        using IEventSource source = SourceChoice.Open(_options, terminal: null);
        List<PosixSignalRegistration> signals = [];
        try
        {
            ProcessTree tree = new(_options.Most);
            using EventFiles files = new(_options, source, tree);
            List<IEventSink> sinks = [.. files.Sinks, .. View(source, tree, files)];
            signals.AddRange(Signals(source));
            return Consume(source, tree, sinks, files);
        }
        finally
        {
            signals.ForEach(static signal => signal.Dispose());
        }
    }

    private int Consume(IEventSource source, ProcessTree tree, List<IEventSink> sinks, EventFiles files)
    {
        List<TraceEvent> batch = [];
        WaitStatus? rootEnd = null;
        PermissionPoll poll = new(tree, source);
        bool more = true;
        while (more)
        {
            more = source.Events.Take(batch, s_poll);
            batch.AddRange(poll.Due());
            foreach (TraceEvent happened in batch)
            {
                Applied applied = tree.Apply(happened);
                foreach (IEventSink sink in sinks)
                {
                    sink.Write(happened, applied);
                }

                if (happened is TraceEvent.Exited exited && exited.Process.Pid == source.RootPid && applied.Node is { Kind: StartKind.Launched })
                {
                    rootEnd = exited.Status;
                }
            }

            sinks.ForEach(static sink => sink.Flush());
        }

        if (source.Engine?.Ended is { IsFaulted: true } broken)
        {
            throw new ForktopException($"the tracer broke: {broken.Exception!.InnerException!.Message}");
        }

        files.Export(tree);
        return rootEnd?.Code ?? 0;
    }

    private IEnumerable<IEventSink> View(IEventSource source, ProcessTree tree, EventFiles files)
    {
        switch (_options.View)
        {
            case ForktopView.Log:
                yield return new LogSink(_options.Output is { } path ? files.Open(path) : _error, tree);
                break;
            case ForktopView.Json:
                Stream stream = _options.Output is { } file ? files.OpenStream(file) : files.Own(new BufferedStream(Console.OpenStandardOutput(), 64 * 1024));
                _output.Flush();
                yield return files.Own(EventFiles.Json(stream, source, tree, derived: true));
                break;
        }
    }

    // Ctrl-C and Ctrl-\ are the program's, which has the same terminal; what was attached is left, what was started gets what forktop gets.
    private static List<PosixSignalRegistration> Signals(IEventSource source)
    {
        List<PosixSignalRegistration> registrations = [];
        foreach (long number in new[] { SignalNumbers.SIGINT, SignalNumbers.SIGQUIT, SignalNumbers.SIGTERM, SignalNumbers.SIGHUP })
        {
            bool fromKeyboard = number is SignalNumbers.SIGINT or SignalNumbers.SIGQUIT;
            registrations.Add(PosixSignalRegistration.Create((PosixSignal)number, context =>
            {
                context.Cancel = true;
                if (source.RootPid == 0)
                {
                    source.Detach();
                }
                else if (!fromKeyboard)
                {
                    Forktop.Signals.Send(source.RootPid, (int)number);
                }
            }));
        }

        return registrations;
    }
}
