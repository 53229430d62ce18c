using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>One thread that waits for many descriptors: pidfds, pipes, sockets, terminals. See epoll(7).</summary>
/// <remarks>
/// In steady state it allocates nothing: the kernel's event carries the number of a slot, the slot has the registration,
/// and the registration its handler. An event that was fetched together with another, whose handler ended the registration, is
/// dropped: the slot's generation, which the event carries too, no longer fits.
/// </remarks>
public sealed unsafe class EventLoop : IDisposable
{
    private const int BatchSize = 64;
    private const ulong WakeData = ulong.MaxValue;

    private readonly FileFd _epoll;
    private readonly EventFd _wake = EventFd.Create();
    private readonly ConcurrentQueue<IPostedWork> _posted = new();
    private readonly Lock _gate = new();
    private readonly Stack<int> _free = new();
    private readonly Thread _thread;
    private Slot[] _slots = new Slot[16];
    private int _slotCount;
    private int _wakePending;
    private volatile bool _stopping;
    private bool _disposed;

    /// <summary>Starts the thread.</summary>
    /// <param name="name">The thread's name, as debuggers show it.</param>
    public EventLoop(string name = "helios events")
    {
        _epoll = new FileFd(SyscallException.Check(Libc.epoll_create1(Libc.EPOLL_CLOEXEC), "epoll_create1"));
        Libc.epoll_event wake = new() { events = (uint)EventKinds.Readable, data = WakeData };
        SyscallException.Check(Libc.epoll_ctl(_epoll.Number, Libc.EPOLL_CTL_ADD, _wake.Number, &wake), "epoll_ctl", "eventfd");
        _thread = new Thread(Serve) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>An exception that left a handler or posted work. Without a subscriber it ends the process, as on any thread.</summary>
    public event Action<Exception>? Fault;

    /// <summary>Whether the caller is on the loop's thread.</summary>
    public bool IsCurrent => Thread.CurrentThread == _thread;

    /// <summary>Begins to watch a descriptor. Any thread.</summary>
    /// <exception cref="SyscallException">EPERM: a regular file, which is always ready. EEXIST: it is watched already.</exception>
    public EventRegistration Register(SafeFd descriptor, EventKinds wanted, IReadinessHandler handler)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        ArgumentNullException.ThrowIfNull(handler);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_free.TryPop(out int index))
            {
                index = _slotCount++;
                if (index == _slots.Length)
                {
                    Array.Resize(ref _slots, _slots.Length * 2);
                }
            }

            EventRegistration registration = new(this, descriptor, handler, index);
            ref Slot slot = ref _slots[index];
            slot.Registration = registration;
            bool added = false;
            try
            {
                descriptor.DangerousAddRef(ref added);
                Control(Libc.EPOLL_CTL_ADD, registration, wanted);
            }
            catch
            {
                slot.Registration = null;
                _free.Push(index);
                if (added)
                {
                    descriptor.DangerousRelease();
                }

                throw;
            }

            return registration;
        }
    }

    /// <summary>Runs work on the loop's thread, in the order of posting. Any thread; allocates nothing once the queue has grown.</summary>
    public void Post(IPostedWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        ObjectDisposedException.ThrowIf(_disposed, this);
        _posted.Enqueue(work);
        if (Interlocked.Exchange(ref _wakePending, 1) == 0)
        {
            _wake.Signal();
        }
    }

    /// <summary>Ends the thread, after a handler under way, and all registrations. Not from a handler.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        if (IsCurrent)
        {
            throw new InvalidOperationException("an event loop cannot be disposed by its own thread");
        }

        _stopping = true;
        _wake.Signal();
        _thread.Join();
        foreach (Slot slot in _slots)
        {
            slot.Registration?.Dispose();
        }

        _epoll.Dispose();
        _wake.Dispose();
    }

    internal void Change(EventRegistration registration, EventKinds wanted)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(registration.Ended, registration);
            Control(Libc.EPOLL_CTL_MOD, registration, wanted);
        }
    }

    internal void Remove(EventRegistration registration)
    {
        // Taken in this order everywhere: a handler, which runs under its registration's gate, may register and remove others.
        lock (registration.Gate)
        {
            lock (_gate)
            {
                if (registration.Ended)
                {
                    return;
                }

                registration.Ended = true;
                Control(Libc.EPOLL_CTL_DEL, registration, EventKinds.None);
                ref Slot slot = ref _slots[registration.Slot];
                slot.Registration = null;
                slot.Generation++;
                _free.Push(registration.Slot);
            }
        }

        registration.Descriptor.DangerousRelease();
    }

    private void Control(int operation, EventRegistration registration, EventKinds wanted)
    {
        Libc.epoll_event change = new()
        {
            events = (uint)wanted,
            data = (uint)registration.Slot | ((ulong)_slots[registration.Slot].Generation << 32),
        };
        SyscallException.Check(
            Libc.epoll_ctl(_epoll.Number, operation, registration.Descriptor.Number, &change),
            "epoll_ctl",
            $"descriptor {registration.Descriptor.Number}");
    }

    private void Serve()
    {
        Libc.epoll_event* batch = stackalloc Libc.epoll_event[BatchSize];
        while (!_stopping)
        {
            int count = Libc.epoll_wait(_epoll.Number, batch, BatchSize, -1);
            if (count < 0)
            {
                Errno errno = (Errno)Marshal.GetLastPInvokeError();
                if (errno == Errno.EINTR)
                {
                    continue;
                }

                throw new SyscallException("epoll_wait", errno);
            }

            for (int i = 0; i < count && !_stopping; i++)
            {
                if (batch[i].data == WakeData)
                {
                    RunPosted();
                }
                else
                {
                    Dispatch(batch[i].data, (EventKinds)batch[i].events);
                }
            }
        }
    }

    private void RunPosted()
    {
        _wake.Take();
        Volatile.Write(ref _wakePending, 0);
        // Only what is there now, so that work which posts itself cannot starve the descriptors.
        for (int remaining = _posted.Count; remaining > 0 && _posted.TryDequeue(out IPostedWork? work); remaining--)
        {
            try
            {
                work.Run();
            }
            catch (Exception exception) when (Fault is { } fault)
            {
                fault(exception);
            }
        }

        if (!_posted.IsEmpty && Interlocked.Exchange(ref _wakePending, 1) == 0)
        {
            _wake.Signal();
        }
    }

    private void Dispatch(ulong data, EventKinds ready)
    {
        EventRegistration? registration;
        lock (_gate)
        {
            ref Slot slot = ref _slots[(uint)data];
            registration = slot.Generation == (uint)(data >> 32) ? slot.Registration : null;
        }

        if (registration is null)
        {
            return;
        }

        lock (registration.Gate)
        {
            if (registration.Ended)
            {
                return;
            }

            try
            {
                registration.Handler.OnReady(registration, ready);
            }
            catch (Exception exception) when (Fault is { } fault)
            {
                fault(exception);
            }
        }
    }

    private struct Slot
    {
        internal EventRegistration? Registration;
        internal uint Generation;
    }
}
