using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Helios.Supervisor.TestKit;

/// <summary>The clock of a <see cref="DeterministicSystem"/> and the list of what is ready to run. The clock moves only when it is told to.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Akka makes it, by name")]
internal sealed class VirtualScheduler : SchedulerBase, IDateTimeOffsetNowTimeProvider
{
    private const ulong FnvStart = 0xCBF29CE484222325;
    private const ulong FnvPrime = 0x100000001B3;

    private readonly List<IRunnable> _ready = [];
    private readonly PriorityQueue<(Action Run, ICancelable? Cancel), (long Due, long Order)> _due = new();
    private readonly DateTimeOffset _start;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly ConditionalWeakTable<IActorRef, StrongBox<ulong>> _addresses = [];
    private readonly Dictionary<Type, ulong> _types = [];
    private readonly HashSet<IActorRef> _silenced = [];
    private ulong _random;
    private long _now;
    private TimeSpan _jumped;
    private long _order;

    public VirtualScheduler(Config config, ILoggingAdapter log)
        : base(config, log)
    {
        _start = new DateTimeOffset(long.Parse(config.GetString("helios.start"), CultureInfo.InvariantCulture), TimeSpan.Zero);
        _random = ulong.Parse(config.GetString("helios.seed"), CultureInfo.InvariantCulture);
    }

    public override TimeSpan MonotonicClock => TimeSpan.FromTicks(_now);

    public override TimeSpan HighResMonotonicClock => MonotonicClock;

    internal ulong Hash { get; private set; } = FnvStart;

    internal long Sent { get; private set; }

    internal long Strays { get; private set; }

    /// <summary>Gets every message as it is sent; null for nobody.</summary>
    internal Action<TracedMessage>? OnMessage { get; set; }

    /// <summary>When the next work is due, in ticks since the start; null when nothing is planned.</summary>
    internal long? NextDue => _due.TryPeek(out _, out (long Due, long Order) first) ? first.Due : null;

    protected override DateTimeOffset TimeNow => _start + _jumped + MonotonicClock;

    /// <summary>What puts this scheduler and the seeded dispatcher into an actor system.</summary>
    internal static Config Configuration(ulong seed, DateTimeOffset start)
    {
        string assembly = typeof(VirtualScheduler).Assembly.GetName().Name!;
        string dispatcher = $"{{ type = \"{typeof(SeededDispatcherConfigurator).FullName}, {assembly}\", throughput = 1 }}";
        return ConfigurationFactory.ParseString($$"""
            akka {
              loggers = [], log-dead-letters = off, stdout-loglevel = OFF, loglevel = OFF
              coordinated-shutdown { run-by-actor-system-terminate = off, run-by-clr-shutdown-hook = off }
              scheduler.implementation = "{{typeof(VirtualScheduler).FullName}}, {{assembly}}"
              actor { default-dispatcher = {{dispatcher}}, internal-dispatcher = {{dispatcher}} }
            }
            helios { seed = "{{seed}}", start = "{{start.UtcTicks}}" }
            """);
    }

    internal void MoveTo(long ticks) => _now = Math.Max(_now, ticks);

    internal void Ready(IRunnable work)
    {
        lock (_ready)
        {
            _ready.Add(work);
            if (Environment.CurrentManagedThreadId != _thread)
            {
                Strays++;
            }
        }
    }

    internal void Trace(ActorCell to, Envelope letter)
    {
        Sent++;
        Type message = letter.Message.GetType();
        Mix((ulong)_now);
        Mix(HashOf(to.Self));
        Mix(HashOf(message));
        Mix(HashOf(letter.Sender));
        OnMessage?.Invoke(new TracedMessage(MonotonicClock, to.Self, letter.Sender, message));
    }

    /// <summary>An actor and all below it get nothing any more, as if their process had died: no goodbye, no order of stopping.</summary>
    internal void Silence(IActorRef root) => _silenced.Add(root);

    /// <summary>They get messages again, so that they can be stopped.</summary>
    internal void Unsilence() => _silenced.Clear();

    internal bool IsSilenced(ActorCell cell)
    {
        if (_silenced.Count == 0)
        {
            return false;
        }

        // The root guardian is its own parent.
        for (IInternalActorRef? one = cell.Self as IInternalActorRef; one is not (null or RootGuardianActorRef); one = one.Parent)
        {
            if (_silenced.Contains(one))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The wall clock jumps; timers do not notice.</summary>
    internal void Jump(TimeSpan by) => _jumped += by;

    /// <summary>Gives one mailbox its turn, or does one thing that is due; false when there is neither.</summary>
    internal bool Step()
    {
        Action? next = Drawn() is { } mailbox ? mailbox.Run : DueNow();
        if (next is null)
        {
            return false;
        }

        // Without a context, what awaits a task that is completed here goes on here; with one, ConfigureAwait(false) would leave for the pool.
        SynchronizationContext? outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            next();
            return true;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    protected override void InternalScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable)
        => Add(delay, () => receiver.Tell(message, sender), cancelable);

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable)
        => Repeat(initialDelay, interval, () => receiver.Tell(message, sender), cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) => Add(delay, action, cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) => Add(delay, action.Run, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable)
        => Repeat(initialDelay, interval, action, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable)
        => Repeat(initialDelay, interval, action.Run, cancelable);

    private void Add(TimeSpan delay, Action action, ICancelable? cancelable)
        => _due.Enqueue((action, cancelable), (delay.Ticks > long.MaxValue - _now ? long.MaxValue : _now + Math.Max(delay.Ticks, 0), _order++));

    private void Repeat(TimeSpan delay, TimeSpan interval, Action action, ICancelable? cancelable)
        => Add(
            delay,
            () =>
            {
                Repeat(interval, interval, action, cancelable);
                action();
            },
            cancelable);

    // Names are hashed once: they are the same in every process, unlike their hash codes.
    private ulong HashOf(IActorRef actor)
        => _addresses.GetValue(actor, static one => new StrongBox<ulong>(HashOf(one.Path.ToStringWithoutAddress()))).Value;

    private ulong HashOf(Type message)
    {
        if (!_types.TryGetValue(message, out ulong hash))
        {
            hash = HashOf(message.Name);
            _types.Add(message, hash);
        }

        return hash;
    }

    private static ulong HashOf(string text)
    {
        ulong hash = FnvStart;
        foreach (byte one in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ one) * FnvPrime;
        }

        return hash;
    }

    private void Mix(ulong value) => Hash = (BitOperations.RotateLeft(Hash, 5) ^ value) * FnvPrime;

    private IRunnable? Drawn()
    {
        lock (_ready)
        {
            if (_ready.Count == 0)
            {
                return null;
            }

            int index = (int)Math.BigMul(Draw(), (ulong)_ready.Count, out _);
            IRunnable drawn = _ready[index];
            _ready.RemoveAt(index);
            return drawn;
        }
    }

    private Action? DueNow()
    {
        while (NextDue is { } due && due <= _now)
        {
            (Action run, ICancelable? cancel) = _due.Dequeue();
            if (cancel is not { IsCancellationRequested: true })
            {
                return run;
            }
        }

        return null;
    }

    // SplitMix64: a few shifts, and the same numbers everywhere and for ever, which System.Random does not promise.
    private ulong Draw()
    {
        _random += 0x9E3779B97F4A7C15;
        ulong z = _random;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
