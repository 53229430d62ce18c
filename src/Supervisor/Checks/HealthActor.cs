using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Linux;

namespace Helios.Supervisor;

/// <summary>Asks a running container again and again: whether it is ready, and whether it is healthy.</summary>
/// <remarks>
/// Parent: the container. Children: none.
/// <code>
///  Idle ──Watch──▶ Watching ──Rest──▶ Idle
/// </code>
/// It remembers nothing that matters: an instance that fails asks the parent to be told again what to watch.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "an actor's end is PostStop")]
internal class HealthActor : UntypedActor, IWithTimers
{
    private const string HealthTimer = "health";
    private const string ReadyTimer = "ready";

    private readonly SupervisorParts _parts;
    private Watch? _watch;
    private CancellationTokenSource _asking = new();
    private Health _health;
    private int _failures;

    /// <param name="parts">The surroundings.</param>
    public HealthActor(SupervisorParts parts) => _parts = parts;

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    internal static Props Props(SupervisorParts parts) => ActorProps.Of(() => new HealthActor(parts));

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _asking.Cancel();
        _asking.Dispose();
    }

    /// <inheritdoc/>
    protected override void PostRestart(Exception reason) => Context.Parent.Tell(new TellMe());

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        // What is about a run that is over says nothing about the present one.
        if (message is IOfRun ofRun && ofRun.Run != _watch?.Run)
        {
            return;
        }

        switch (message)
        {
            case Watch watch:
                OnWatch(watch);
                break;
            case Rest:
                Stop();
                break;
            case AskHealth ask:
                OnAskHealth(ask);
                break;
            case HealthAnswer answer:
                OnHealthAnswer(answer);
                break;
            case AskReady ask:
                OnAskReady(ask);
                break;
            case ReadyAnswer answer:
                OnReadyAnswer(answer);
                break;
        }
    }

    private void OnWatch(Watch watch)
    {
        Stop();
        _asking = new CancellationTokenSource();
        _watch = watch;
        _health = watch.Health;
        _failures = 0;
        if (watch.Member.Health is { } health)
        {
            // In the start period the first success matters, so the first question comes early.
            Timers.StartSingleTimer(HealthTimer, new AskHealth(watch.Run), Shorter(health.Interval, _health == Health.Starting ? TimeSpan.FromSeconds(1) : health.Interval));
        }

        if (!watch.IsReady && Question(watch) is not null)
        {
            Self.Tell(new AskReady(watch.Run));
        }
    }

    private void Stop()
    {
        _watch = null;
        _asking.Cancel();
        Timers.CancelAll();
    }

    private void OnAskHealth(AskHealth ask)
    {
        HealthSpec spec = _watch!.Member.Health!;
        ProbeRunner.AskAsync(_watch.Container, spec.Probe, spec.Timeout, _parts.Time, _asking.Token)
            .PipeTo(Self, success: result => new HealthAnswer(ask.Run, result), failure: error => new HealthAnswer(ask.Run, new HookResult(Reason.Of(error))));
    }

    private void OnHealthAnswer(HealthAnswer answer)
    {
        HealthSpec spec = _watch!.Member.Health!;
        Health before = _health;
        (_health, _failures) = HealthRules.After(spec, _health, _failures, answer.Result.Failure is null, _parts.Now - _watch.Since);
        if (_health != before)
        {
            Context.Parent.Tell(new HealthChanged(answer.Run, _health, answer.Result.Failure));
        }

        Timers.StartSingleTimer(HealthTimer, new AskHealth(answer.Run), _health == Health.Starting ? Shorter(spec.Interval, TimeSpan.FromSeconds(1)) : spec.Interval);
    }

    private void OnAskReady(AskReady ask)
    {
        (ProbeSpec probe, TimeSpan interval) = Question(_watch!)!.Value;
        ProbeRunner.AskAsync(_watch!.Container, probe, Longer(interval, TimeSpan.FromSeconds(1)), _parts.Time, _asking.Token)
            .PipeTo(Self, success: result => new ReadyAnswer(ask.Run, result), failure: error => new ReadyAnswer(ask.Run, new HookResult(Reason.Of(error))));
    }

    private void OnReadyAnswer(ReadyAnswer answer)
    {
        if (answer.Result.Failure is null)
        {
            Context.Parent.Tell(new BecameReady(answer.Run));
        }
        else
        {
            Timers.StartSingleTimer(ReadyTimer, new AskReady(answer.Run), Question(_watch!)!.Value.Interval);
        }
    }

    private static (ProbeSpec Probe, TimeSpan Interval)? Question(Watch watch) => watch.Member.Readiness switch
    {
        ReadinessSpec.TcpPort port => (new ProbeSpec.Tcp(port.Port), port.Interval),
        ReadinessSpec.Command command => (new ProbeSpec.Command(command.Words), command.Interval),
        _ => null,
    };

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    /// <summary>From the parent: this run is up.</summary>
    internal sealed record Watch(int Run, IContainer Container, MemberSpec Member, DateTimeOffset Since, Health Health, bool IsReady);

    /// <summary>From the parent: it is down or frozen.</summary>
    internal sealed record Rest;

    /// <summary>To the parent: tell me again what to watch.</summary>
    internal sealed record TellMe;

    /// <summary>To the parent.</summary>
    /// <param name="Run">The run.</param>
    /// <param name="Health">Its health from now on.</param>
    /// <param name="Reason">Why the last check failed; null when it succeeded.</param>
    internal sealed record HealthChanged(int Run, Health Health, string? Reason);

    /// <summary>To the parent.</summary>
    internal sealed record BecameReady(int Run);

    private interface IOfRun
    {
        int Run { get; }
    }

    private sealed record AskHealth(int Run) : IOfRun;

    private sealed record HealthAnswer(int Run, HookResult Result) : IOfRun;

    private sealed record AskReady(int Run) : IOfRun;

    private sealed record ReadyAnswer(int Run, HookResult Result) : IOfRun;
}
