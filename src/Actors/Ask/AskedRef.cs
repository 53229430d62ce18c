using System.Globalization;

namespace Helios.Actors;

/// <summary>The temporary actor of an Ask: what it receives becomes the result of the task.</summary>
/// <remarks>It is entered below /temp only when somebody asks for its path, so an ordinary Ask leaves nothing to clean up.</remarks>
internal abstract class AskedRef(ActorSystemImpl system, ICanTell target, TimeSpan timeout) : MinimalActorRef
{
    private string? _name;
    private ActorPath? _path;
    private object? _asked;
    private Cancelable? _timer;
    private CancellationTokenRegistration _cancellation;

    public override ActorPath Path
    {
        get
        {
            if (_path is null)
            {
                string name = system.NextTempName();
                if (Interlocked.CompareExchange(ref _name, name, null) is null)
                {
                    _path = system.TempPath(name);
                    system.RegisterTemp(name, this);
                    if (IsTerminated)
                    {
                        system.UnregisterTemp(name);
                    }
                }
            }

            return _path ?? system.TempPath(_name!);
        }
    }

    public override IInternalActorRef Parent => (IInternalActorRef)system.LookupRoot;

    internal ActorSystemImpl System => system;

    public override bool Equals(IActorRef? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => global::System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>Called when a message became a dead letter: if it is the question itself, no answer can come.</summary>
    internal void RecipientIsDead(object message, IActorRef recipient)
    {
        if (ReferenceEquals(message, _asked) && (ReferenceEquals(recipient, target) || target is not IActorRef))
        {
            Fail(new AskTimeoutException($"{recipient.Path} is dead and cannot answer {message.GetType().Name}"));
            Release();
        }
    }

    internal abstract void Fail(Exception cause);

    /// <summary>Ends the task unsuccessfully when its time is over or it is cancelled.</summary>
    private protected void Arm(object message, CancellationToken cancellationToken)
    {
        _asked = message;
        if (timeout > TimeSpan.Zero)
        {
            Cancelable timer = new(system.Scheduler);
            _timer = timer;
            system.Scheduler.Advanced.ScheduleOnce(
                timeout,
                () =>
                {
                    Fail(new AskTimeoutException(string.Create(CultureInfo.InvariantCulture, $"no answer to {message.GetType().Name} within {timeout.TotalSeconds} s")));
                    Release();
                },
                timer);
        }

        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken.UnsafeRegister(
                static (self, token) =>
                {
                    ((AskedRef)self!).Fail(new TaskCanceledException("the Ask was cancelled", null, token));
                    ((AskedRef)self).Release();
                },
                this);
        }
    }

    private protected void Release()
    {
        _timer?.Cancel();
        _cancellation.Dispose();
        _asked = null;
        if (Volatile.Read(ref _name) is { } name)
        {
            system.UnregisterTemp(name);
        }
    }
}
