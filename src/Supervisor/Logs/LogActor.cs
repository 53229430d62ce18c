using Akka.Actor;
using Helios.Linux;

namespace Helios.Supervisor;

/// <summary>Keeps the log files of one container up to date and tells what was lost.</summary>
/// <remarks>
/// Parent: the container. Children: none.
/// <code>
///  Idle ──Dirty──▶ Draining ──Drained──▶ Idle
/// </code>
/// The disk is written by a worker outside; while it works, further news only leave a mark. An instance that fails is replaced and drains again.
/// </remarks>
internal class LogActor : UntypedActor, IWithTimers
{
    private const string AgeTimer = "age";
    private const string RetryTimer = "retry";

    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_ageCheck = TimeSpan.FromMinutes(1);

    private readonly SupervisorParts _parts;
    private readonly ContainerLog _log;
    private bool _isDraining;
    private bool _again;
    private string? _told;

    /// <param name="parts">The surroundings.</param>
    /// <param name="log">The log.</param>
    public LogActor(SupervisorParts parts, ContainerLog log)
    {
        _parts = parts;
        _log = log;
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    internal static Props Props(SupervisorParts parts, ContainerLog log) => ActorProps.Of(() => new LogActor(parts, log));

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Dirty or AgeCheck when _isDraining:
                _again = true;
                break;
            case Dirty or AgeCheck:
                EnterDraining();
                break;
            case Drained drained when _isDraining:
                OnDrained(drained);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        IActorRef self = Self;
        _log.BecameDirty += Tell;
        _unhear = () => _log.BecameDirty -= Tell;
        if (_log.Spec.File is { MaxAge: { } age })
        {
            Timers.StartPeriodicTimer(AgeTimer, new AgeCheck(), age < s_ageCheck ? age : s_ageCheck);
        }

        self.Tell(new Dirty());

        void Tell() => self.Tell(new Dirty());
    }

    /// <inheritdoc/>
    protected override void PostStop() => _unhear?.Invoke();

    private Action? _unhear;

    private void EnterDraining()
    {
        (_isDraining, _again) = (true, false);
        _parts.Work(_log.Drain).PipeTo(Self, success: static () => new Drained(null), failure: static error => new Drained(Reason.Of(error)));
    }

    private void OnDrained(Drained drained)
    {
        string? failure = drained.Failure ?? _log.Failure;
        if (failure != _told)
        {
            _told = failure;
            Context.Parent.Tell(new Report(_log.BytesLost, failure));
        }
        else if (failure is not null)
        {
            Context.Parent.Tell(new Report(_log.BytesLost, null));
        }

        _isDraining = false;
        if (failure is not null)
        {
            // A full disk is tried again now and then, not with every byte.
            Timers.StartSingleTimer(RetryTimer, new Dirty(), s_retry);
        }
        else if (_again)
        {
            EnterDraining();
        }
    }

    /// <summary>From the log: there is something to write.</summary>
    internal sealed record Dirty;

    /// <summary>To the parent: how much was lost so far, and why if that is news.</summary>
    internal sealed record Report(long BytesLost, string? Failure);

    private sealed record AgeCheck;

    private sealed record Drained(string? Failure);
}
