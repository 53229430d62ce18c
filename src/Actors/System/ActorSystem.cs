#nullable disable annotations
using Helios.Actors.Configuration;
using Helios.Actors.Dispatch;
using Helios.Actors.Event;
using Helios.Actors.Setup;

namespace Helios.Actors;

/// <summary>A tree of actors with its dispatchers, scheduler and event stream.</summary>
public abstract class ActorSystem : IActorRefFactory, IDisposable
{
    /// <summary>The settings.</summary>
    public abstract Settings Settings { get; }

    /// <summary>The name.</summary>
    public abstract string Name { get; }

    /// <summary>The dispatchers by id.</summary>
    public abstract Dispatchers Dispatchers { get; }

    /// <summary>The mailboxes by id.</summary>
    public abstract Mailboxes Mailboxes { get; }

    /// <summary>Publishes events: log events, dead letters, and those of the application.</summary>
    public abstract EventStream EventStream { get; }

    /// <summary>Receives what finds no receiver.</summary>
    public abstract IActorRef DeadLetters { get; }

    /// <summary>Receives what nobody wants and says nothing.</summary>
    public abstract IActorRef IgnoreRef { get; }

    /// <summary>Sends and runs later.</summary>
    public abstract IScheduler Scheduler { get; }

    /// <summary>The log of the system.</summary>
    public abstract ILoggingAdapter Log { get; }

    /// <summary>Ends when every actor has terminated.</summary>
    public abstract Task WhenTerminated { get; }

    /// <summary>When the system started, on the monotonic clock.</summary>
    public abstract TimeSpan StartTime { get; }

    /// <summary>How long the system has run.</summary>
    public TimeSpan Uptime => Scheduler.MonotonicClock - StartTime;

    /// <summary>Starts a system.</summary>
    /// <exception cref="ArgumentException">The name is not made of letters, digits, - and _.</exception>
    public static ActorSystem Create(string name) => new ActorSystemImpl(name, ActorSystemSetup.Empty);

    /// <summary>Starts a system.</summary>
    public static ActorSystem Create(string name, Config config) => new ActorSystemImpl(name, ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config)));

    /// <summary>Starts a system.</summary>
    public static ActorSystem Create(string name, BootstrapSetup setup) => new ActorSystemImpl(name, ActorSystemSetup.Create(setup));

    /// <summary>Starts a system.</summary>
    public static ActorSystem Create(string name, ActorSystemSetup setup) => new ActorSystemImpl(name, setup);

    /// <inheritdoc/>
    public abstract IActorRef ActorOf(Props props, string name = null);

    /// <inheritdoc/>
    public abstract ActorSelection ActorSelection(ActorPath actorPath);

    /// <inheritdoc/>
    public abstract ActorSelection ActorSelection(string actorPath);

    /// <summary>Stops an actor after the message it is processing.</summary>
    public abstract void Stop(IActorRef actor);

    /// <summary>Stops every actor, from the leaves up, and ends with <see cref="WhenTerminated"/>.</summary>
    public abstract Task Terminate();

    /// <summary>Runs code when every actor has terminated.</summary>
    public abstract void RegisterOnTermination(Action code);

    /// <summary>The extension of that id, made on first use.</summary>
    public abstract object GetExtension(IExtensionId extensionId);

    /// <summary>The extension of that type, null when it is not registered.</summary>
    public abstract T GetExtension<T>()
        where T : class, IExtension;

    /// <summary>True when an extension of that type is registered.</summary>
    public abstract bool HasExtension(Type type);

    /// <summary>True when an extension of that type is registered.</summary>
    public abstract bool HasExtension<T>()
        where T : class, IExtension;

    /// <summary>The extension of that type.</summary>
    public abstract bool TryGetExtension(Type extensionType, out object extension);

    /// <summary>The extension of that type.</summary>
    public abstract bool TryGetExtension<T>(out T extension)
        where T : class, IExtension;

    /// <summary>Makes the extension of that id, once for each system.</summary>
    public abstract object RegisterExtension(IExtensionId extension);

    /// <summary>Begins to terminate; await <see cref="Terminate"/> to know the end.</summary>
    public void Dispose()
    {
        Terminate();
        GC.SuppressFinalize(this);
    }
}
