using System.Runtime.InteropServices;
using Helios.Contracts;
using Helios.Control;
using Helios.Linux;
using Helios.Screens;

namespace Helios.Cli;

/// <summary>Connects this terminal with the master side of one that the daemon handed over. The bytes do not pass the daemon.</summary>
internal sealed class RemoteTerminal : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(2);

    private readonly FileFd _master;
    private readonly FileFd _input = FileFd.Borrow(0);
    private readonly FileFd _output = FileFd.Borrow(1);
    private readonly DetachKeys? _detach;
    private readonly Action<TerminalSize> _resize;
    private readonly TerminalMode? _mode;
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly TaskCompletionSource _detached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly EventFd _over = EventFd.Create();
    private readonly Thread _reading;
    private readonly Thread _typing;
    private readonly JobControl _jobs;
    private volatile bool _disposed;

    /// <param name="master">The terminal; owned from now on.</param>
    /// <param name="detach">The keys that end it; null is none.</param>
    /// <param name="resize">Tells the daemon the size.</param>
    internal RemoteTerminal(FileFd master, DetachKeys? detach, Action<TerminalSize> resize)
    {
        (_master, _detach, _resize) = (master, detach, resize);
        _mode = Terminal.Is(_input) ? TerminalMode.Save(_input) : null;

        // Before raw mode, or a stop in between would have nobody to set it again.
        _jobs = new JobControl(() => _mode?.Restore(), () =>
        {
            _mode?.SetRaw();
            _resize(HostTerminal.Size());
        });
        _mode?.SetRaw();
        _reading = new Thread(CopyOut) { IsBackground = true, Name = "helios terminal out" };
        _typing = new Thread(CopyIn) { IsBackground = true, Name = "helios terminal in" };
    }

    /// <summary>Ends when the detach keys were typed.</summary>
    internal Task Detached => _detached.Task;

    /// <summary>Begins to copy.</summary>
    internal void Begin()
    {
        _reading.Start();
        _typing.Start();
        _signals.Add(PosixSignalRegistration.Create((PosixSignal)SignalNumbers.SIGWINCH, _ => _resize(HostTerminal.Size())));
        _resize(HostTerminal.Size());
    }

    /// <summary>The program has ended: shows what it had written, and restores this terminal.</summary>
    internal void End()
    {
        _reading.Join(s_drain);
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        // What is typed or written from now on belongs to whoever has the terminals next.
        _disposed = true;
        _signals.ForEach(static signal => signal.Dispose());
        _jobs.Dispose();
        _over.Signal();
        bool ended = HasEnded(_reading) & HasEnded(_typing);
        _mode?.Dispose();
        if (ended)
        {
            _master.Dispose();
            _over.Dispose();
        }
    }

    /// <summary>A sender of sizes over a connection of its own, so that it does not wait behind a request under way.</summary>
    internal static Action<TerminalSize> Resizer(DaemonSession daemon, string name, string? session)
    {
        Lock gate = new();
        ControlClient client = daemon.Open();
        return size =>
        {
            lock (gate)
            {
                try
                {
                    client.Ask<Reply>(new Request.Resize(name, size, session));
                }
                catch (Exception gone) when (gone is ControlException or IOException)
                {
                    // It ended meanwhile.
                }
            }
        };
    }

    // One that writes to a terminal that takes nothing cannot be ended; it keeps its descriptors.
    private static bool HasEnded(Thread thread) => thread.ThreadState.HasFlag(ThreadState.Unstarted) || thread.Join(s_drain);

    // The description may be non-blocking and is shared, so it is asked for readiness rather than changed.
    private void CopyOut()
    {
        byte[] buffer = new byte[16 * 1024];
        while (Poll.WaitReadableUnless(_master, _over))
        {
            int count = DescriptorIo.TryRead(_master, buffer, out Errno errno);
            if (errno == Errno.EAGAIN)
            {
                continue;
            }

            if (count <= 0)
            {
                return;
            }

            try
            {
                DescriptorIo.WriteAll(_output, buffer.AsSpan(0, count));
            }
            catch (IOException)
            {
                return;
            }
        }
    }

    private void CopyIn()
    {
        const byte EndOfTransmission = 4;
        byte[] buffer = new byte[4096];
        List<byte> pass = [];
        while (Poll.WaitReadableUnless(_input, _over))
        {
            int count = DescriptorIo.TryRead(_input, buffer, out Errno errno);
            if (errno == Errno.EAGAIN)
            {
                continue;
            }

            if (count <= 0)
            {
                if (_mode is null)
                {
                    Write([EndOfTransmission]);
                }

                return;
            }

            pass.Clear();
            bool detach = false;
            if (_detach is null)
            {
                pass.AddRange(buffer.AsSpan(0, count));
            }
            else
            {
                detach = _detach.Take(buffer.AsSpan(0, count), pass);
            }

            if (!Write(CollectionsMarshal.AsSpan(pass)))
            {
                return;
            }

            if (detach)
            {
                _detached.TrySetResult();
                return;
            }
        }
    }

    private bool Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !_disposed)
        {
            int count = DescriptorIo.TryWrite(_master, bytes, out Errno errno);
            if (errno == Errno.EAGAIN)
            {
                // Its input is full: it does not read. What it writes meanwhile wakes us sooner.
                Poll.WaitReadable(_master, s_patience);
                continue;
            }

            if (errno != Errno.None)
            {
                return false;
            }

            bytes = bytes[count..];
        }

        return true;
    }
}
