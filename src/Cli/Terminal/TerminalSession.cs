using System.Runtime.InteropServices;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Cli;

/// <summary>Connects the terminal of helios with the container's: raw mode here, bytes both ways, the size kept equal.</summary>
/// <remarks>Whatever happens, disposing gives the terminal its modes back; <see cref="TerminalMode"/> does it even when the process breaks.</remarks>
internal sealed class TerminalSession : IDisposable
{
    private readonly IContainerProcess _process;
    private readonly FileFd _input = FileFd.Borrow(0);
    private readonly FileFd _output = FileFd.Borrow(1);
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly TerminalMode? _mode;
    private TerminalRelay? _relay;

    /// <summary>Sets raw mode, so that what is typed from now on is the payload's.</summary>
    internal TerminalSession(IContainerProcess process)
    {
        _process = process;
        _mode = Terminal.Is(_input) ? TerminalMode.EnterRaw(_input) : null;
    }

    /// <summary>Begins to relay. The payload has its side open by now; before, the master would report a hang-up.</summary>
    internal void Begin()
    {
        _relay = new TerminalRelay(_input, _output, _process.Terminal!, endsInput: _mode is null);
        _signals.Add(PosixSignalRegistration.Create((PosixSignal)SignalNumbers.SIGWINCH, _ => _process.Resize(HostTerminal.Size())));
        _signals.Add(PosixSignalRegistration.Create((PosixSignal)SignalNumbers.SIGCONT, _ => Continue()));
        _process.Resize(HostTerminal.Size());
    }

    /// <summary>Writes out what the payload had written when it ended, and restores the terminal.</summary>
    internal void End()
    {
        _relay?.Drain();
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _signals.ForEach(static signal => signal.Dispose());
        _signals.Clear();
        _relay?.Dispose();
        _relay = null;
        _mode?.Dispose();
    }

    // The shell that continues us after a SIGSTOP has put its own modes on the terminal, and the window may have changed meanwhile.
    private void Continue()
    {
        _mode?.SetRaw();
        _process.Resize(HostTerminal.Size());
    }
}
