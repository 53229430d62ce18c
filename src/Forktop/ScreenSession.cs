using System.Globalization;
using System.Text;
using Helios.Linux;
using Helios.Screens;

namespace Helios.Forktop;

/// <summary>forktop on a full screen: events change the tree, keys act on it.</summary>
internal sealed class ScreenSession : IDisposable
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_killed = TimeSpan.FromSeconds(5);
    private static readonly long s_still = 500_000_000;

    private readonly ForktopOptions _options;
    private readonly FileFd _keyboard;
    private readonly FileFd _screen;
    private readonly Lock _gate = new();
    private readonly ProcessTree _tree;
    private readonly ScreenState _state;
    private readonly KeyBindings _keys;
    private readonly Lock _waitingGate = new();
    private readonly List<TraceEvent> _arrived = [];
    private readonly List<TraceEvent> _waiting = [];
    private readonly List<IEventSink> _sinks = [];
    private IEventSource _source = null!;
    private ProgramTerminal? _terminal;
    private FullScreen? _full;
    private ShellKeys _shells = null!;
    private WaitStatus? _rootEnd;
    private bool _isRootGone;
    private volatile bool _more = true;
    private bool _left;
    private long _painted;
    private long _named;

    /// <param name="options">What to do.</param>
    /// <param name="keyboard">The terminal's keyboard.</param>
    /// <param name="screen">The terminal's screen.</param>
    internal ScreenSession(ForktopOptions options, FileFd keyboard, FileFd screen)
    {
        (_options, _keyboard, _screen) = (options, keyboard, screen);
        _keys = ReadKeys(options.Keys);
        _tree = new ProcessTree(options.Most);
        _state = new ScreenState(_tree) { Now = Clock.Now };
        _state.Breakpoints.AddRange(options.Breakpoints);
    }

    /// <summary>Runs until the user leaves.</summary>
    /// <returns>The exit code.</returns>
    internal int Run()
    {
        WindowSize size = Terminal.GetWindowSize(_screen);
        using ProgramTerminal? terminal = _options.Command.Count > 0 ? new ProgramTerminal(Math.Max(1, (int)size.Columns), Math.Max(1, (int)size.Rows)) : null;
        _terminal = terminal;
        using IEventSource source = SourceChoice.Open(_options, terminal?.Peer);
        _source = source;
        _state.Source = source.Name;
        _state.Output = terminal is null ? static () => [] : terminal.Lines;
        using EventFiles files = new(_options, source, _tree);
        _sinks.AddRange(files.Sinks);
        FullScreen full = _full = new FullScreen(_keyboard, _screen, _options.Colours, Draw);
        Thread pump = new(Pump) { IsBackground = true, Name = "forktop events" };
        using (full)
        {
            _shells = new ShellKeys(_options, source, full, _keyboard, _screen);
            pump.Start();
            Serve();
        }

        if (!_left)
        {
            // The source has ended; its last events are still on their way.
            pump.Join();
        }

        TakeEvents(everything: true);
        if (source.Engine?.Ended is { IsFaulted: true } broken)
        {
            throw new ForktopException($"the tracer broke: {broken.Exception!.InnerException!.Message}");
        }

        files.Export(_tree);
        if (_left)
        {
            KeepServing();
        }

        return _rootEnd?.Code ?? 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _full?.Dispose();

    private void Serve()
    {
        PermissionPoll poll = new(_tree, _source);
        KeyReader keys = new(_keyboard);
        while (true)
        {
            bool changed = TakeEvents(everything: false);
            lock (_gate)
            {
                changed |= Look(poll);
                NameContainers();
            }

            long now = Clock.Now;
            if (changed || now - _painted > s_still)
            {
                Repaint(now);
            }

            if (!Poll.WaitReadable(_keyboard, s_tick))
            {
                continue;
            }

            IReadOnlyList<string> typed = keys.Read();
            if (typed.Count == 0)
            {
                // The terminal has gone: what was started goes with it, what was attached is left.
                Leave(kill: _source.RootPid > 0);
                return;
            }

            foreach (string key in typed)
            {
                if (!Press(key))
                {
                    return;
                }
            }

            Repaint(Clock.Now);
        }
    }

    private void Repaint(long now)
    {
        lock (_gate)
        {
            _state.Now = _source is ReplaySource ? _tree.LastTime : now;
            _state.Refresh();
        }

        _painted = now;
        _full!.Repaint();
    }

    private ScreenBuffer Draw(int columns, int rows)
    {
        lock (_gate)
        {
            _terminal?.Resize(columns, rows);
            return ForktopScreen.Draw(_state, _keys, columns, rows);
        }
    }

    /// <returns>Whether there was anything.</returns>
    private bool TakeEvents(bool everything)
    {
        lock (_gate)
        {
            bool over = _state.IsOver;
            bool more = _more;
            int arrived;
            lock (_waitingGate)
            {
                arrived = _arrived.Count;
                _waiting.AddRange(_arrived);
                _arrived.Clear();
            }

            _state.Waiting = _waiting.Count;
            if (_state.Paused && !everything)
            {
                return arrived > 0;
            }

            bool any = _waiting.Count > 0;
            foreach (TraceEvent happened in _waiting)
            {
                Take(happened);
            }

            _waiting.Clear();
            _state.IsOver = !more;
            foreach (IEventSink sink in _sinks)
            {
                sink.Flush();
            }

            return any || over != _state.IsOver;
        }
    }

    // A thread of its own, so that the tracer never waits for the one that draws, which may be waiting for the tracer.
    private void Pump()
    {
        List<TraceEvent> batch = [];
        while (_source.Events.Take(batch, s_tick))
        {
            lock (_waitingGate)
            {
                _arrived.AddRange(batch);
            }
        }

        _more = false;
    }

    private void Take(TraceEvent happened)
    {
        Applied applied = _tree.Apply(happened);
        _state.Note(happened, applied);
        foreach (IEventSink sink in _sinks)
        {
            sink.Write(happened, applied);
        }

        if (happened is TraceEvent.Exited exited && exited.Process.Pid == _source.RootPid && applied.Node is { Kind: StartKind.Launched })
        {
            (_rootEnd, _isRootGone) = (exited.Status, true);
        }

        if (applied.Alarm is { } alarm && applied.Node is { } node)
        {
            _state.Message = string.Create(CultureInfo.InvariantCulture, $"privilege grew: {node.Key.Pid} {node.Name}: {alarm}");
        }
        else if (happened is TraceEvent.Held held && applied.Node is { } stopped)
        {
            _state.Chosen = stopped;
            _state.Follow = false;
            _state.Message = $"held by {held.Pattern}: {_keys.KeyOf(ScreenAction.Release)} lets it go on, {_keys.KeyOf(ScreenAction.Debugger)} hands it to gdb";
        }
    }

    private bool Look(PermissionPoll poll)
    {
        List<TraceEvent> changes = _state.Paused ? [] : poll.Due();
        changes.ForEach(Take);
        return changes.Count > 0;
    }

    private void NameContainers()
    {
        const long Interval = 2_000_000_000;
        if (_options.ContainerNames is not { } names || Clock.Now - _named < Interval)
        {
            return;
        }

        _named = Clock.Now;
        _tree.NameContainers(names());
    }

    /// <returns>False when the user leaves.</returns>
    private bool Press(string key)
    {
        lock (_gate)
        {
            if (_state.Prompt is { Kind: PromptKind.Quit })
            {
                _state.Prompt = null;
                return key switch
                {
                    "k" => Leave(kill: true),
                    "l" => Leave(kill: false),
                    _ => true,
                };
            }

            if (_state.Prompt is { } prompt)
            {
                Type(prompt, key);
                return true;
            }

            if (_state.ShowsHelp || _state.Sheet is not null)
            {
                return CloseSheet(key);
            }
        }

        ScreenAction action = _keys.Of(key);
        lock (_gate)
        {
            if (_state.Apply(action))
            {
                return true;
            }
        }

        return Act(action);
    }

    private bool CloseSheet(string key)
    {
        ScreenAction action = _keys.Of(key);
        if (_state.Sheet is not null && action is ScreenAction.ScrollDown or ScreenAction.Down or ScreenAction.PageDown)
        {
            _state.Scroll += action == ScreenAction.PageDown ? 20 : 1;
        }
        else if (_state.Sheet is not null && action is ScreenAction.ScrollUp or ScreenAction.Up or ScreenAction.PageUp)
        {
            _state.Scroll = Math.Max(0, _state.Scroll - (action == ScreenAction.PageUp ? 20 : 1));
        }
        else
        {
            (_state.ShowsHelp, _state.Sheet, _state.Scroll) = (false, null, 0);
        }

        return true;
    }

    private void Type(Prompt prompt, string key)
    {
        switch (key)
        {
            case "escape" or "ctrl-c":
                _state.Prompt = null;
                return;
            case "backspace":
                prompt.Text = prompt.Text.Length > 0 ? prompt.Text[..^1] : "";
                return;
            case "ctrl-u":
                prompt.Text = "";
                return;
            case "enter":
                _state.Prompt = null;
                Accept(prompt);
                return;
        }

        prompt.Text += key == "space" ? " " : key.EnumerateRunes().Count() == 1 ? key : "";
    }

    private void Accept(Prompt prompt)
    {
        switch (prompt.Kind)
        {
            case PromptKind.Search:
                _state.Search = prompt.Text;
                _state.FindNext(1);
                break;
            case PromptKind.Filter:
                _state.Filter = prompt.Text;
                break;
            case PromptKind.Break when _source.Engine is null:
                _state.Message = $"{_source.Name} can hold nothing: only ptrace can";
                break;
            case PromptKind.Break:
                string[] patterns = prompt.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                _state.Breakpoints.Clear();
                _state.Breakpoints.AddRange(patterns);
                _source.Engine.SetBreakpoints([.. patterns.Select(static text => new ExecPattern(text))]);
                break;
        }
    }

    /// <returns>False when the user leaves.</returns>
    private bool Act(ScreenAction action)
    {
        ProcessNode? chosen;
        lock (_gate)
        {
            chosen = _state.Chosen;
        }

        switch (action)
        {
            case ScreenAction.Quit:
                return !Quit();
            case ScreenAction.Pause:
                _state.Paused = !_state.Paused;
                break;
            case ScreenAction.Repaint:
                _full!.RepaintWhole();
                break;
            case ScreenAction.Terminal:
                EnterTerminal();
                break;
            default:
                if (chosen is null)
                {
                    Say("no process is chosen");
                }
                else
                {
                    ActOn(chosen, action);
                }

                break;
        }

        return true;
    }

    private void ActOn(ProcessNode node, ScreenAction action)
    {
        switch (action)
        {
            case ScreenAction.Copy:
                Copy(node);
                break;
            case ScreenAction.Release:
                Say(_source.Engine?.Release(node.Key.Pid) == true ? "released" : "nothing holds this process");
                break;
            default:
                if (node.EndTime != 0)
                {
                    Say("this process has ended");
                }
                else if (_source is ReplaySource)
                {
                    Say("this is a recording");
                }
                else if (action == ScreenAction.Kill)
                {
                    Say(Signals.Send(node.Key.Pid, (int)SignalNumbers.SIGKILL) ? "killed" : "this process cannot be killed");
                }
                else
                {
                    Run(node, action);
                }

                break;
        }
    }

    // The screen is given back while something else has the terminal.
    private void Run(ProcessNode node, ScreenAction action)
    {
        try
        {
            string message = "";
            IReadOnlyList<StyledLine>? sheet = null;
            lock (_gate)
            {
                _state.Follow = false;
            }

            switch (action)
            {
                case ScreenAction.Join:
                    message = _shells.Join(node);
                    break;
                case ScreenAction.Inject:
                    message = _shells.Inject(node);
                    break;
                case ScreenAction.Probe:
                    sheet = _shells.Probe(node);
                    break;
                case ScreenAction.Debugger:
                    message = _shells.Debug(node);
                    break;
            }

            lock (_gate)
            {
                (_state.Message, _state.Sheet, _state.Scroll) = (message, sheet, 0);
            }
        }
        catch (Exception refused) when (refused is ForktopException or SpawnException or SyscallException or TraceRefusedException)
        {
            Say(refused.Message);
        }
    }

    private void EnterTerminal()
    {
        if (_terminal is not { } terminal)
        {
            Say("only a program that forktop has started has a terminal here");
            return;
        }

        _full!.Lend(raw: true);
        try
        {
            terminal.Enter(_keyboard, _screen, end: null);
        }
        finally
        {
            _full.TakeBack();
        }
    }

    private void Copy(ProcessNode node)
    {
        string text = node.Image is { } image ? $"cd {SafeText.Quote(image.WorkingDirectory)} && {SafeText.CommandLine(image.Arguments)}" : "";

        // OSC 52: the terminal's clipboard, where the terminal allows that.
        DescriptorIo.WriteAll(_screen, Encoding.ASCII.GetBytes($"\e]52;c;{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}\a"));
        Say("copied: " + text);
    }

    private void Say(string message)
    {
        lock (_gate)
        {
            _state.Message = message;
        }
    }

    /// <returns>Whether the user leaves now.</returns>
    private bool Quit()
    {
        lock (_gate)
        {
            if (_source.RootPid > 0 && _more)
            {
                _state.Prompt = new Prompt(PromptKind.Quit, "the program runs: k kills it, l leaves it running, any other key stays");
                return false;
            }
        }

        Leave(kill: false);
        return true;
    }

    /// <returns>False: the loop ends.</returns>
    private bool Leave(bool kill)
    {
        if (!_more)
        {
            return false;
        }

        if (kill && _source.Engine is { } engine)
        {
            engine.KillAll();
            AwaitEnd(engine);
        }
        else if (kill)
        {
            Signals.Send(_source.RootPid, (int)SignalNumbers.SIGKILL);
            SpinWait.SpinUntil(
                () =>
                {
                    TakeEvents(everything: true);
                    return _isRootGone || !_more;
                },
                s_killed);
            _source.Detach();
        }
        else if (_source.Engine is { HasFilter: true })
        {
            _left = true;
        }
        else
        {
            _source.Detach();
            if (_source.Engine is { } tracer)
            {
                AwaitEnd(tracer);
            }
        }

        return false;
    }

    private static void AwaitEnd(PtraceEngine engine) => ((IAsyncResult)engine.Ended).AsyncWaitHandle.WaitOne();

    // The filter in the program needs its tracer; the terminal is the shell's again.
    private void KeepServing()
    {
        _source.Events.Ignore();
        Keeper.GoOnAlone();
        AwaitEnd(_source.Engine!);
    }

    private static KeyBindings ReadKeys(string? path)
    {
        string file = path ?? Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } folder ? folder : Path.Combine(Environment.GetEnvironmentVariable("HOME") ?? "/", ".config"),
            "helios", "forktop.keys");
        if (path is null && !File.Exists(file))
        {
            return new KeyBindings();
        }

        try
        {
            return KeyBindings.Parse(file, File.ReadLines(file));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new ForktopException($"{file}: cannot be read: {Reason.Of(refused)}");
        }
    }
}
