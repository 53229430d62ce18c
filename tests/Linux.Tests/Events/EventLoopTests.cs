using Helios.Support;

namespace Helios.Linux.Tests;

public sealed class EventLoopTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);
    private readonly EventLoop _loop = new("test loop");

    public void Dispose() => _loop.Dispose();

    [Fact]
    public void A_readable_pipe_is_reported_on_the_loops_thread()
    {
        using Pipe pipe = Pipe.Create(nonBlocking: true);
        using Reader reader = new(_loop);
        using EventRegistration registration = _loop.Register(pipe.ReadEnd, EventKinds.Readable, reader);
        pipe.WriteEnd.Write("hello"u8);
        reader.AwaitBytes(5);
        Assert.True(reader.OnLoopThread);
        Assert.True(reader.Last.HasFlag(EventKinds.Readable));
        pipe.WriteEnd.Dispose();
        reader.AwaitHangUp();
    }

    [Fact]
    public void The_end_of_a_process_is_reported_for_its_pidfd()
    {
        using Launcher launcher = new();
        using SpawnScript script = Scripts.Shell("exit 4");
        using SpawnedProcess process = launcher.Launch(script, new SpawnRequest());
        using Once once = new();
        using EventRegistration registration = _loop.Register(process.PidFd, EventKinds.Readable, once);
        Assert.True(once.Happened.Wait(s_limit, TestContext.Current.CancellationToken));
        Assert.True(process.TryWait(out WaitStatus status));
        Assert.Equal(4, status.Code);
    }

    [Fact]
    public void After_Dispose_of_a_registration_its_handler_is_not_called_again()
    {
        using Pipe pipe = Pipe.Create(nonBlocking: true);
        using Reader reader = new(_loop);
        EventRegistration registration = _loop.Register(pipe.ReadEnd, EventKinds.Readable, reader);
        pipe.WriteEnd.Write("x"u8);
        reader.AwaitBytes(1);
        registration.Dispose();
        registration.Dispose();
        pipe.WriteEnd.Write("y"u8);
        // The slot is used again: an event of the old registration must not reach the new one.
        using Pipe other = Pipe.Create(nonBlocking: true);
        using Reader second = new(_loop);
        using EventRegistration again = _loop.Register(other.ReadEnd, EventKinds.Readable, second);
        other.WriteEnd.Write("zz"u8);
        second.AwaitBytes(2);
        Assert.Equal(1, reader.Bytes);
    }

    [Fact]
    public void A_handler_may_end_its_own_registration()
    {
        using Pipe pipe = Pipe.Create();
        using Once once = new();
        _loop.Register(pipe.ReadEnd, EventKinds.Readable, once);
        pipe.WriteEnd.Write("x"u8);
        Assert.True(once.Happened.Wait(s_limit, TestContext.Current.CancellationToken));
        Assert.True(Poll.IsReadable(pipe.ReadEnd));
        Assert.Equal(1, once.Count);
    }

    [Fact]
    public void Change_says_what_is_waited_for_from_now_on()
    {
        using Pipe pipe = Pipe.Create(nonBlocking: true);
        using Reader reader = new(_loop);
        using EventRegistration registration = _loop.Register(pipe.ReadEnd, EventKinds.None, reader);
        pipe.WriteEnd.Write("abc"u8);
        Barrier();
        Assert.Equal(0, reader.Bytes);
        registration.Change(EventKinds.Readable);
        reader.AwaitBytes(3);
    }

    [Fact]
    public void Posted_work_runs_in_order_and_a_fault_does_not_stop_the_loop()
    {
        List<string> log = [];
        _loop.Fault += fault => log.Add(fault.Message);
        _loop.Post(new Work(() => log.Add("one")));
        _loop.Post(new Work(() => throw new InvalidOperationException("two")));
        _loop.Post(new Work(() => log.Add("three")));
        Barrier();
        Assert.Equal(["one", "two", "three"], log);
    }

    [Fact]
    public void A_regular_file_is_refused()
    {
        using TempTree temp = new();
        using FileFd file = FileFd.Open(temp.Write("file", "x"), OpenFlags.O_RDONLY);
        using Once once = new();
        Assert.Equal(Errno.EPERM, Assert.Throws<SyscallException>(() => _loop.Register(file, EventKinds.Readable, once)).Errno);
    }

    [Fact]
    public void Steady_state_allocates_nothing()
    {
        using Pipe pipe = Pipe.Create(nonBlocking: true);
        using Reader reader = new(_loop);
        using EventRegistration registration = _loop.Register(pipe.ReadEnd, EventKinds.Readable, reader);
        using AllocationProbe probe = new();
        byte[] message = new byte[64];
        Round(200); // Tiered compilation and the queue's growth.
        probe.Ask(_loop);
        long before = probe.Bytes;
        Round(2000);
        probe.Ask(_loop);
        Assert.Equal(0, probe.Bytes - before);

        void Round(int count)
        {
            for (int i = 0; i < count; i++)
            {
                int target = reader.Bytes + message.Length;
                pipe.WriteEnd.Write(message);
                reader.AwaitBytes(target);
                probe.Ask(_loop);
            }
        }
    }

    [Fact]
    public void Disposing_the_loop_closes_what_it_opened()
    {
        new EventLoop().Dispose();
        int open = Leftovers.OpenDescriptors().Count;
        EventLoop loop = new();
        Pipe pipe = Pipe.Create();
        using Once once = new();
        loop.Register(pipe.ReadEnd, EventKinds.Readable, once);
        loop.Dispose();
        loop.Dispose();
        pipe.Dispose();
        Assert.Equal(open, Leftovers.OpenDescriptors().Count);
        Assert.Throws<ObjectDisposedException>(() => loop.Post(new Work(() => { })));
    }

    private void Barrier()
    {
        using ManualResetEventSlim reached = new();
        _loop.Post(new Work(reached.Set));
        Assert.True(reached.Wait(s_limit, TestContext.Current.CancellationToken));
    }

    private sealed class Work(Action action) : IPostedWork
    {
        public void Run() => action();
    }

    /// <summary>Reads all there is and counts it; ends its registration at end-of-file.</summary>
    private sealed class Reader(EventLoop loop) : IReadinessHandler, IDisposable
    {
        private readonly byte[] _buffer = new byte[256];
        private readonly SemaphoreSlim _news = new(0);
        private int _bytes;

        public int Bytes => Volatile.Read(ref _bytes);

        public bool OnLoopThread { get; private set; }

        public EventKinds Last { get; private set; }

        public void OnReady(EventRegistration registration, EventKinds ready)
        {
            OnLoopThread = loop.IsCurrent;
            Last = ready;
            int count = DescriptorIo.TryRead(registration.Descriptor, _buffer, out Errno errno);
            if (count == 0 && errno == Errno.None)
            {
                registration.Dispose();
            }

            Volatile.Write(ref _bytes, _bytes + count);
            _news.Release();
        }

        public void AwaitBytes(int count)
        {
            while (Bytes < count)
            {
                Assert.True(_news.Wait(s_limit), "no event");
            }
        }

        public void AwaitHangUp()
        {
            while (!Last.HasFlag(EventKinds.HangUp))
            {
                Assert.True(_news.Wait(s_limit), "no event");
            }
        }

        public void Dispose() => _news.Dispose();
    }

    private sealed class Once : IReadinessHandler, IDisposable
    {
        public ManualResetEventSlim Happened { get; } = new();

        public int Count { get; private set; }

        public void OnReady(EventRegistration registration, EventKinds ready)
        {
            Count++;
            registration.Dispose();
            Happened.Set();
        }

        public void Dispose() => Happened.Dispose();
    }

    /// <summary>Reads the allocation counter of the loop's own thread.</summary>
    private sealed class AllocationProbe : IPostedWork, IDisposable
    {
        private readonly SemaphoreSlim _answered = new(0);

        public long Bytes { get; private set; }

        public void Run()
        {
            Bytes = GC.GetAllocatedBytesForCurrentThread();
            _answered.Release();
        }

        public void Ask(EventLoop loop)
        {
            loop.Post(this);
            Assert.True(_answered.Wait(s_limit));
        }

        public void Dispose() => _answered.Dispose();
    }
}
