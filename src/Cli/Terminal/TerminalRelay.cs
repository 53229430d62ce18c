using Helios.Linux;
using Microsoft.Win32.SafeHandles;

namespace Helios.Cli;

/// <summary>Copies bytes between two streams and the master side of a pseudo terminal, on one thread that only wakes for bytes.</summary>
/// <remarks>
/// Each direction has one buffer: filled when empty and its source is readable, emptied when its sink is writable. So a payload that does
/// not read its input cannot keep its output from being shown. What is not wanted is not watched, because a hang-up is always
/// reported. A regular file cannot be watched and is always readable: then the master's readiness drives the copying.
/// All state belongs to the loop's thread.
/// </remarks>
internal sealed class TerminalRelay : IReadinessHandler, IPostedWork, IDisposable
{
    private const byte EndOfTransmission = 4;

    // More than any pseudo terminal holds: what comes after that is from a process that the container left behind.
    private const int MostDrained = 1 << 20;

    private readonly EventLoop _loop = new("helios terminal");
    private readonly FileFd _input;
    private readonly FileFd _output;
    private readonly SafeFileHandle _owner;
    private readonly FileFd _master;
    private readonly bool _endsInput;
    private readonly RelayBuffer _typed = new();
    private readonly RelayBuffer _shown = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private EventRegistration? _inputEvents;
    private EventRegistration? _outputEvents;
    private EventRegistration? _masterEvents;
    private EventKinds _masterWanted;
    private bool _inputOpen = true;
    private bool _inputIsFile;
    private bool _masterOpen = true;
    private volatile bool _draining;
    private int _drainedBytes;
    private bool _disposed;

    /// <param name="input">What is typed.</param>
    /// <param name="output">Where the payload's output is shown.</param>
    /// <param name="master">The container's terminal; stays open while the relay lives, and becomes non-blocking.</param>
    /// <param name="endsInput">Whether the end of the input is passed on as Ctrl-D: for an input that is no terminal.</param>
    internal TerminalRelay(FileFd input, FileFd output, SafeFileHandle master, bool endsInput)
    {
        (_input, _output, _owner, _endsInput) = (input, output, master, endsInput);
        bool added = false;
        master.DangerousAddRef(ref added);
        _master = FileFd.Borrow((int)master.DangerousGetHandle());
        BlockingMode.SetNonBlocking(_master);
        _loop.Post(this);
    }

    /// <inheritdoc/>
    public void OnReady(EventRegistration registration, EventKinds ready)
    {
        if (registration == _inputEvents)
        {
            ReadInput();
        }
        else if (registration == _masterEvents && (ready & ~EventKinds.Writable) != EventKinds.None)
        {
            ReadMaster();
        }

        Advance();
    }

    /// <inheritdoc/>
    public void Run() => Advance();

    /// <summary>Copies out what the payload had written by now; returns when it has been written.</summary>
    internal void Drain()
    {
        _draining = true;
        _loop.Post(this);
        _drained.Task.GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _loop.Dispose();
            _owner.DangerousRelease();
        }
    }

    private void Advance()
    {
        WriteToMaster();
        while (_inputIsFile && _inputOpen && _typed.IsEmpty && _masterOpen)
        {
            ReadInput();
            WriteToMaster();
        }

        WriteToOutput();
        if (_draining && !_drained.Task.IsCompleted)
        {
            AdvanceDrain();
        }

        Watch();
    }

    private void AdvanceDrain()
    {
        while (_shown.IsEmpty)
        {
            ReadMaster();
            if (_shown.IsEmpty || _drainedBytes > MostDrained)
            {
                _drained.SetResult();
                return;
            }

            _drainedBytes += _shown.Pending.Length;
            WriteToOutput();
        }
    }

    private void ReadInput()
    {
        int count = DescriptorIo.TryRead(_input, _typed.Space, out Errno errno);
        if (errno == Errno.EAGAIN)
        {
            return;
        }

        _typed.Fill(count);
        if (count == 0)
        {
            _inputOpen = false;
            if (errno == Errno.None && _endsInput)
            {
                _typed.Space[0] = EndOfTransmission;
                _typed.Fill(1);
            }
        }
    }

    private void ReadMaster()
    {
        if (!_masterOpen || !_shown.IsEmpty)
        {
            return;
        }

        int count = DescriptorIo.TryRead(_master, _shown.Space, out Errno errno);
        if (errno != Errno.EAGAIN)
        {
            // EIO: nobody has the other side open any more.
            _shown.Fill(count);
            _masterOpen = count > 0;
        }
    }

    private void WriteToMaster()
    {
        while (!_typed.IsEmpty)
        {
            int count = DescriptorIo.TryWrite(_master, _typed.Pending, out Errno errno);
            if (errno == Errno.EAGAIN)
            {
                return;
            }

            if (errno != Errno.None)
            {
                _typed.Clear();
                _inputOpen = false;
                return;
            }

            _typed.Take(count);
        }
    }

    private void WriteToOutput()
    {
        while (!_shown.IsEmpty)
        {
            int count = DescriptorIo.TryWrite(_output, _shown.Pending, out Errno errno);
            if (errno == Errno.EAGAIN)
            {
                return;
            }

            if (errno != Errno.None)
            {
                // Nobody is there to see it; the payload goes on, as it would in podman.
                _shown.Clear();
                return;
            }

            _shown.Take(count);
        }
    }

    private void Watch()
    {
        bool wantsInput = _inputOpen && !_inputIsFile && _typed.IsEmpty && _masterOpen;
        if (wantsInput && _inputEvents is null)
        {
            try
            {
                _inputEvents = _loop.Register(_input, EventKinds.Readable, this);
            }
            catch (SyscallException refused) when (refused.Errno == Errno.EPERM)
            {
                _inputIsFile = true;
                _loop.Post(this);
            }
        }
        else if (!wantsInput)
        {
            _inputEvents?.Dispose();
            _inputEvents = null;
        }

        // Without EAGAIN from a write there is nothing to wait for.
        if (!_shown.IsEmpty)
        {
            _outputEvents ??= _loop.Register(_output, EventKinds.Writable, this);
        }
        else
        {
            _outputEvents?.Dispose();
            _outputEvents = null;
        }

        EventKinds master = !_masterOpen ? EventKinds.None
            : (_shown.IsEmpty ? EventKinds.Readable : EventKinds.None) | (_typed.IsEmpty ? EventKinds.None : EventKinds.Writable);
        if (master == EventKinds.None)
        {
            _masterEvents?.Dispose();
            _masterEvents = null;
        }
        else if (_masterEvents is null)
        {
            _masterEvents = _loop.Register(_master, master, this);
        }
        else if (master != _masterWanted)
        {
            _masterEvents.Change(master);
        }

        _masterWanted = master;
    }
}
