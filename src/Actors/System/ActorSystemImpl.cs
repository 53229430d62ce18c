using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Helios.Actors.Configuration;
using Helios.Actors.Dispatch;
using Helios.Actors.Event;
using Helios.Actors.Setup;

namespace Helios.Actors;

/// <summary>The system. Made in milliseconds: what not every program needs is made on first use.</summary>
internal sealed class ActorSystemImpl : ExtendedActorSystem
{
    private readonly TaskCompletionSource _terminated;
    private readonly ConcurrentDictionary<Type, Lazy<object>> _extensions = new();
    private readonly ConcurrentStack<Action> _onTermination = new();
    private readonly ConcurrentDictionary<string, InternalActorRefBase> _temps = new(StringComparer.Ordinal);
    private readonly LocalActorRef _root;
    private readonly LocalActorRef _user;
    private readonly LocalActorRef _systemGuardian;
    private readonly EngineSetup _engine;
    private long _lastUid;
    private long _lastTemp;
    private int _terminating;
    private int _loggedDeadLetters;

    internal ActorSystemImpl(string name, ActorSystemSetup setup)
    {
        if (string.IsNullOrEmpty(name) || !char.IsAsciiLetterOrDigit(name[0]) || name.Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
        {
            throw new ArgumentException($"'{name}' is no name for an actor system: use letters, digits, - and _, a letter or digit first", nameof(name));
        }

        Name = name;
        Setup = setup;
        _engine = setup.Get<EngineSetup>() ?? EngineSetup.Default;
        _terminated = new(CompletesAsynchronously ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None);
        Settings = new Settings(this, setup.Get<BootstrapSetup>()?.ConfigOrNull ?? Config.Empty, setup);
        Log = Logging.GetLogger(this, $"ActorSystem({name})");
        Scheduler = _engine.Scheduler ?? ConfiguredScheduler() ?? new TimerQueueScheduler(() => Log);
        Dispatchers = new Dispatchers(Settings, _engine.Dispatcher);
        Mailboxes = new Mailboxes(Settings);
        StartTime = Scheduler.MonotonicClock;
        RootPath = new RootActorPath(new Address("akka", name));
        DeadLetters = new DeadLetterActorRef(this, RootPath / "deadLetters");
        IgnoreRef = new IgnoreActorRef(RootPath / "ignore");
        StartLoggers();

        RootSupervisor above = new(this, RootPath / "bubble-walker");
        _root = new LocalActorRef(this, Props.CreateBy(new GuardianProducer<RootGuardian>(() => new RootGuardian(this))), Dispatchers.DefaultGlobalDispatcher, Mailboxes.For(Props.Empty), above, RootPath);
        _root.Start();
        SupervisorStrategy strategy = setup.Get<GuardianStrategySetup>()?.Strategy ?? SupervisorStrategy.DefaultStrategy;
        _user = _root.Cell.MakeChild(Props.CreateBy(new GuardianProducer<UserGuardian>(() => new UserGuardian(strategy))), "user");
        _systemGuardian = _root.Cell.MakeChild(Props.CreateBy(new GuardianProducer<SystemGuardian>(() => new SystemGuardian(_user))), "system");
        StartConfiguredLoggers();
    }

    public override Settings Settings { get; }

    public override string Name { get; }

    public override Dispatchers Dispatchers { get; }

    public override Mailboxes Mailboxes { get; }

    public override EventStream EventStream { get; } = new();

    public override IActorRef DeadLetters { get; }

    public override IActorRef IgnoreRef { get; }

    public override IScheduler Scheduler { get; }

    public override ILoggingAdapter Log { get; }

    public override Task WhenTerminated => _terminated.Task;

    public override TimeSpan StartTime { get; }

    public override IInternalActorRef Guardian => _user;

    public override IInternalActorRef SystemGuardian => _systemGuardian;

    public override IInternalActorRef LookupRoot => _root;

    internal ActorSystemSetup Setup { get; }

    internal ActorPath RootPath { get; }

    /// <summary>How the code outside of the actors waits, null for real time.</summary>
    internal IWaiting? Waiting => _engine.Waiting;

    /// <summary>False where continuations must stay on the thread that completes a task.</summary>
    internal bool CompletesAsynchronously => _engine.Dispatcher is null;

    public override IActorRef ActorOf(Props props, string? name = null) => _user.Cell.MakeChild(props, name);

    public override IActorRef SystemActorOf(Props props, string? name = null) => _systemGuardian.Cell.MakeChild(props, name);

    public override ActorSelection ActorSelection(ActorPath actorPath) => ActorRefFactoryShared.ActorSelection(actorPath, this);

    public override ActorSelection ActorSelection(string actorPath) => ActorRefFactoryShared.ActorSelection(actorPath, this, _root);

    public override void Stop(IActorRef actor)
    {
        IInternalActorRef target = (IInternalActorRef)actor;
        if (target is LocalActorRef local && local.Supervisor is LocalActorRef parent)
        {
            parent.Cell.Stop(local);
        }
        else
        {
            target.Stop();
        }
    }

    public override Task Terminate()
    {
        if (Settings.CoordinatedShutdownRunByActorSystemTerminate && TryGetExtension(out CoordinatedShutdown? shutdown))
        {
            _ = shutdown.Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
        }
        else
        {
            Abort();
        }

        return WhenTerminated;
    }

    public override void Abort()
    {
        if (Interlocked.Exchange(ref _terminating, 1) == 0)
        {
            _user.Stop();
        }
    }

    public override void RegisterOnTermination(Action code)
    {
        if (WhenTerminated.IsCompleted)
        {
            throw new InvalidOperationException($"the system {Name} has terminated");
        }

        _onTermination.Push(code);
    }

    public override object GetExtension(IExtensionId extensionId) => RegisterExtension(extensionId);

    public override T GetExtension<T>() => TryGetExtension(out T? extension) ? extension : null!;

    public override bool HasExtension(Type type) => _extensions.ContainsKey(type);

    public override bool HasExtension<T>() => HasExtension(typeof(T));

    public override bool TryGetExtension(Type extensionType, [NotNullWhen(true)] out object? extension)
    {
        extension = _extensions.TryGetValue(extensionType, out Lazy<object>? known) ? known.Value : null;
        return extension is not null;
    }

    public override bool TryGetExtension<T>([NotNullWhen(true)] out T? extension)
        where T : class
    {
        extension = TryGetExtension(typeof(T), out object? found) ? (T)found : null;
        return extension is not null;
    }

    public override object RegisterExtension(IExtensionId extension)
        => _extensions.GetOrAdd(extension.ExtensionType, static (_, arg) => new Lazy<object>(() => arg.extension.CreateExtension(arg.system)), (extension, system: this)).Value;

    public override string PrintTree()
    {
        StringBuilder text = new();
        Print(_root, indent: 0);
        return text.ToString();

        void Print(LocalActorRef actor, int indent)
        {
            text.Append(' ', indent * 2).Append(actor.Name).Append(' ').Append(actor.Cell.Props.Type.Name).Append('\n');
            foreach (IInternalActorRef child in actor.Cell.ChildRefs())
            {
                Print((LocalActorRef)child, indent + 1);
            }
        }
    }

    public override string ToString() => $"akka://{Name}";

    internal LocalActorRef MakeActor(Props props, LocalActorRef parent, string name)
    {
        if (ReferenceEquals(props, Props.None))
        {
            throw new ArgumentException("Props.None makes no actor", nameof(props));
        }

        MessageDispatcher dispatcher = ReferenceEquals(props.Deploy, Deploy.None)
            ? Dispatchers.DefaultGlobalDispatcher
            : Dispatchers.Lookup(props.Dispatcher);
        return new LocalActorRef(this, props, dispatcher, Mailboxes.For(props), parent, name, Interlocked.Increment(ref _lastUid));
    }

    internal void PublishDeadLetter(object message, IActorRef? sender, IActorRef recipient)
    {
        switch (message)
        {
            case AllDeadLetters already:
                EventStream.Publish(already);
                return;
            case TimerMessage:
                return;
            default:
                break;
        }

        if (sender is AskedRef asked)
        {
            asked.RecipientIsDead(message, recipient);
        }

        IActorRef from = sender ?? DeadLetters;
        if (message is IDeadLetterSuppression suppressed)
        {
            if (EventStream.HasSubscribers(typeof(SuppressedDeadLetter)))
            {
                EventStream.Publish(new SuppressedDeadLetter(suppressed, from, recipient));
            }

            return;
        }

        if (EventStream.HasSubscribers(typeof(DeadLetter)))
        {
            EventStream.Publish(new DeadLetter(message, from, recipient));
        }

        LogDeadLetter(message, from, recipient);
    }

    internal string NextTempName() => "$" + Interlocked.Increment(ref _lastTemp).ToString(CultureInfo.InvariantCulture);

    internal ActorPath TempPath(string name) => RootPath / "temp" / name;

    internal void RegisterTemp(string name, InternalActorRefBase actor) => _temps[name] = actor;

    internal void UnregisterTemp(string name) => _temps.TryRemove(name, out _);

    internal InternalActorRefBase? FindTemp(string name) => _temps.GetValueOrDefault(name);

    internal int TempCount => _temps.Count;

    internal Directive GuardianFailed(Exception cause)
    {
        Log.Error(cause, "a guardian failed, the system {0} shuts down: {1}", Name, cause.Message);
        Interlocked.Exchange(ref _terminating, 1);
        return Directive.Stop;
    }

    internal void RootTerminated()
    {
        while (_onTermination.TryPop(out Action? code))
        {
            try
            {
                code();
            }
            catch (Exception e)
            {
                Log.Error(e, "code registered for termination threw: {0}", e.Message);
            }
        }

        (_engine.Scheduler is null ? Scheduler as IDisposable : null)?.Dispose();
        Dispatchers.Shutdown();
        _terminated.TrySetResult();
    }

    private void LogDeadLetter(object message, IActorRef sender, IActorRef recipient)
    {
        if (_loggedDeadLetters >= Settings.LogDeadLetters
            || (_terminating != 0 && !Settings.LogDeadLettersDuringShutdown)
            || !Log.IsInfoEnabled)
        {
            return;
        }

        int logged = Interlocked.Increment(ref _loggedDeadLetters);
        string last = logged == Settings.LogDeadLetters ? " No more dead letters will be logged." : string.Empty;
        Log.Info(
            "Message [{0}] from {1} to {2} was not delivered: [{3}] dead letters so far.{4}",
            message.GetType().Name,
            sender,
            recipient,
            logged,
            last);
    }

    private void StartLoggers()
    {
        foreach (IActorRef logger in Setup.Get<LoggerSetup>()?.Loggers(this) ?? [])
        {
            SubscribeLogger(logger);
        }

        if (Settings.Loggers.Any(static logger => logger.Contains("DefaultLogger", StringComparison.Ordinal) || logger.Contains("StandardOutLogger", StringComparison.Ordinal))
            && Setup.Get<LoggerSetup>() is null)
        {
            SubscribeLogger(new StandardOutLogger(RootPath / "stdout-logger", Settings.MinimumLogLevel));
        }

        if (Settings.DebugUnhandledMessage)
        {
            EventStream.Subscribe<UnhandledMessage>(new UnhandledMessageLogger(this, RootPath / "unhandled"));
        }
    }

    private void SubscribeLogger(IActorRef logger)
    {
        for (LogLevel level = Settings.MinimumLogLevel; level <= LogLevel.ErrorLevel; level++)
        {
            EventStream.Subscribe(logger, level.ClassFor());
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2057", Justification = "A program that names its own logger type in configuration keeps that type itself.")]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "A program that names its own logger type in configuration keeps that type itself.")]
    private void StartConfiguredLoggers()
    {
        foreach (string name in Settings.Loggers)
        {
            if (name.Contains("DefaultLogger", StringComparison.Ordinal) || name.Contains("StandardOutLogger", StringComparison.Ordinal))
            {
                continue;
            }

            Type type = Type.GetType(name) ?? throw new ConfigurationException($"akka.loggers: no type '{name}'");
            SubscribeLogger(SystemActorOf(new Props(type), $"log-{NextTempName()[1..]}-{type.Name}"));
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2057", Justification = "A program that names its own scheduler in configuration keeps that type itself.")]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "A program that names its own scheduler in configuration keeps that type itself.")]
    private SchedulerBase? ConfiguredScheduler()
    {
        if (Settings.Config.GetString("akka.scheduler.implementation") is not { } name)
        {
            return null;
        }

        // Akka's own names stand for their counterparts here, so that one configuration serves both engines.
        string local = name.Split(',')[0].Trim() switch
        {
            "Akka.Actor.HashedWheelTimerScheduler" => string.Empty,
            "Akka.TestKit.TestScheduler" or "Helios.Actors.TestKit.TestScheduler" => "Helios.Actors.TestKit.TestScheduler, Helios.Actors.TestKit",
            _ => name,
        };
        if (local.Length == 0)
        {
            return null;
        }

        Type type = Type.GetType(local) ?? throw new ConfigurationException($"akka.scheduler.implementation: no type '{name}'");
        return Activator.CreateInstance(type, Settings.Config.GetConfig("akka.scheduler", Config.Empty), Log) as SchedulerBase
            ?? throw new ConfigurationException($"akka.scheduler.implementation: {type} is no scheduler");
    }

    private sealed class GuardianProducer<T>(Func<T> make) : IIndirectActorProducer
        where T : ActorBase
    {
        public Type ActorType => typeof(T);

        public ActorBase Produce() => make();

        public void Release(ActorBase actor)
        {
        }
    }
}
