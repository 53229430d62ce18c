#nullable disable annotations
namespace Helios.Actors;

/// <summary>The messages and values of state machines.</summary>
public abstract class FSMBase : ActorBase
{
    /// <summary>Sent to a subscriber: where the machine stands.</summary>
    public sealed class CurrentState<TS>
    {
        /// <summary>Made by the machine.</summary>
        public CurrentState(IActorRef fsmRef, TS state)
        {
            FsmRef = fsmRef;
            State = state;
        }

        /// <summary>The machine.</summary>
        public IActorRef FsmRef { get; }

        /// <summary>Its state.</summary>
        public TS State { get; }

        /// <inheritdoc/>
        public override bool Equals(object obj)
            => obj is CurrentState<TS> other && FsmRef.Equals(other.FsmRef) && EqualityComparer<TS>.Default.Equals(State, other.State);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(FsmRef, State);

        /// <inheritdoc/>
        public override string ToString() => $"CurrentState <{State}>";
    }

    /// <summary>Sent to a subscriber: the machine went from a state to a state.</summary>
    public sealed class Transition<TS>
    {
        /// <summary>Made by the machine.</summary>
        public Transition(IActorRef fsmRef, TS from, TS to)
        {
            FsmRef = fsmRef;
            From = from;
            To = to;
        }

        /// <summary>The machine.</summary>
        public IActorRef FsmRef { get; }

        /// <summary>The state it left.</summary>
        public TS From { get; }

        /// <summary>The state it entered.</summary>
        public TS To { get; }

        /// <inheritdoc/>
        public override bool Equals(object obj)
            => obj is Transition<TS> other
            && FsmRef.Equals(other.FsmRef)
            && EqualityComparer<TS>.Default.Equals(From, other.From)
            && EqualityComparer<TS>.Default.Equals(To, other.To);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(FsmRef, From, To);

        /// <inheritdoc/>
        public override string ToString() => $"Transition({From}, {To})";
    }

    /// <summary>Asks for <see cref="CurrentState{TS}"/> now and <see cref="Transition{TS}"/> from now on.</summary>
    public sealed class SubscribeTransitionCallBack
    {
        /// <summary>Subscribes an actor.</summary>
        public SubscribeTransitionCallBack(IActorRef actorRef) => ActorRef = actorRef;

        /// <summary>Who is told.</summary>
        public IActorRef ActorRef { get; }
    }

    /// <summary>Takes a subscription back.</summary>
    public sealed class UnsubscribeTransitionCallBack
    {
        /// <summary>Unsubscribes an actor.</summary>
        public UnsubscribeTransitionCallBack(IActorRef actorRef) => ActorRef = actorRef;

        /// <summary>Who is no longer told.</summary>
        public IActorRef ActorRef { get; }
    }

    /// <summary>Why a machine stopped.</summary>
    public abstract class Reason;

    /// <summary>It stopped by itself.</summary>
    public sealed class Normal : Reason
    {
        private Normal()
        {
        }

        /// <summary>The only instance.</summary>
        public static Normal Instance { get; } = new();

        /// <inheritdoc/>
        public override string ToString() => "normal";
    }

    /// <summary>Somebody stopped the actor.</summary>
    public sealed class Shutdown : Reason
    {
        private Shutdown()
        {
        }

        /// <summary>The only instance.</summary>
        public static Shutdown Instance { get; } = new();

        /// <inheritdoc/>
        public override string ToString() => "shutdown";
    }

    /// <summary>It stopped because something failed.</summary>
    public sealed class Failure : Reason
    {
        /// <summary>Makes the reason.</summary>
        public Failure(object cause) => Cause = cause;

        /// <summary>What failed.</summary>
        public object Cause { get; }

        /// <inheritdoc/>
        public override string ToString() => $"Failure({Cause})";
    }

    /// <summary>No message came within the timeout of the state.</summary>
    public sealed class StateTimeout
    {
        private StateTimeout()
        {
        }

        /// <summary>The only instance.</summary>
        public static StateTimeout Instance { get; } = new();
    }

    /// <summary>A message together with the data of the machine.</summary>
    public readonly struct Event<TD> : INoSerializationVerificationNeeded
    {
        /// <summary>Made by the machine.</summary>
        public Event(object fsmEvent, TD stateData)
        {
            FsmEvent = fsmEvent;
            StateData = stateData;
        }

        /// <summary>The message.</summary>
        public object FsmEvent { get; }

        /// <summary>The data.</summary>
        public TD StateData { get; }

        /// <inheritdoc/>
        public override string ToString() => $"Event: <{FsmEvent}>, StateData: <{StateData}>";
    }

    /// <summary>The end of a machine.</summary>
    public sealed class StopEvent<TS, TD> : INoSerializationVerificationNeeded
    {
        /// <summary>Made by the machine.</summary>
        public StopEvent(Reason reason, TS terminatedState, TD stateData)
        {
            Reason = reason;
            TerminatedState = terminatedState;
            StateData = stateData;
        }

        /// <summary>Why.</summary>
        public Reason Reason { get; }

        /// <summary>In which state.</summary>
        public TS TerminatedState { get; }

        /// <summary>With which data.</summary>
        public TD StateData { get; }

        /// <inheritdoc/>
        public override string ToString() => $"StopEvent(Reason: {Reason}, TerminatedState: {TerminatedState}, StateData: {StateData})";
    }

    /// <summary>A state with its data, and what is to be done on the way to it. Immutable.</summary>
    public sealed class State<TS, TD> : IEquatable<State<TS, TD>>
    {
        /// <summary>Made by GoTo, Stay and Stop.</summary>
        public State(TS stateName, TD stateData, TimeSpan? timeout = null, Reason stopReason = null, IReadOnlyList<object> replies = null, bool notifies = true)
        {
            StateName = stateName;
            StateData = stateData;
            Timeout = timeout;
            StopReason = stopReason;
            Replies = replies ?? [];
            Notifies = notifies;
        }

        /// <summary>The state.</summary>
        public TS StateName { get; }

        /// <summary>The data.</summary>
        public TD StateData { get; }

        /// <summary>How long this visit may last without a message; null for the timeout of the state.</summary>
        public TimeSpan? Timeout { get; }

        /// <summary>Why the machine stops, null when it goes on.</summary>
        public Reason StopReason { get; }

        /// <summary>Answers to the sender, in order.</summary>
        public IReadOnlyList<object> Replies { get; }

        internal bool Notifies { get; }

        /// <summary>The same, limited in time. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> switches the timeout of the state off.</summary>
        public State<TS, TD> ForMax(TimeSpan timeout) => new(StateName, StateData, timeout, StopReason, Replies, Notifies);

        /// <summary>The same with one more answer.</summary>
        public State<TS, TD> Replying(object replyValue) => new(StateName, StateData, Timeout, StopReason, [.. Replies, replyValue], Notifies);

        /// <summary>The same with other data.</summary>
        public State<TS, TD> Using(TD nextStateData) => new(StateName, nextStateData, Timeout, StopReason, Replies, Notifies);

        internal State<TS, TD> WithStopReason(Reason reason) => new(StateName, StateData, Timeout, reason, Replies, Notifies);

        internal State<TS, TD> WithNotification(bool notifies) => new(StateName, StateData, Timeout, StopReason, Replies, notifies);

        /// <inheritdoc/>
        public bool Equals(State<TS, TD> other)
            => other is not null
            && EqualityComparer<TS>.Default.Equals(StateName, other.StateName)
            && EqualityComparer<TD>.Default.Equals(StateData, other.StateData)
            && Timeout == other.Timeout
            && Equals(StopReason, other.StopReason);

        /// <inheritdoc/>
        public override bool Equals(object obj) => Equals(obj as State<TS, TD>);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(StateName, StateData, Timeout, StopReason);

        /// <inheritdoc/>
        public override string ToString() => $"{StateName}, {StateData}";
    }

    internal sealed class TimerTick(string name, int generation, object message) : INoSerializationVerificationNeeded
    {
        internal string Name => name;

        internal int Generation => generation;

        internal object Message => message;
    }

    internal sealed class TimeoutMarker(long generation)
    {
        internal long Generation => generation;
    }
}
