namespace Helios.Actors;

/// <summary>Something to be done at a time.</summary>
internal abstract class ScheduledWork
{
    internal TimeSpan? Interval { get; set; }

    internal ICancelable? Cancelable { get; set; }

    internal bool IsCanceled => Cancelable is { IsCancellationRequested: true };

    internal abstract void Run();
}

internal sealed class ScheduledTell(ICanTell receiver, object message, IActorRef? sender) : ScheduledWork
{
    internal override void Run() => receiver.Tell(message, sender!);

    public override string ToString() => $"tell {message}";
}

internal sealed class ScheduledAction(Action action) : ScheduledWork
{
    internal override void Run() => action();
}
