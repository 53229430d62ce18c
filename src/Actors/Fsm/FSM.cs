#nullable disable annotations
using Helios.Actors.Event;

namespace Helios.Actors;

/// <summary>An actor that is a state machine: a function for each state turns a message into the next state.</summary>
public abstract class FSM<TState, TData> : FSMBase
{
    private readonly Dictionary<TState, StateFunction> _functions = [];
    private readonly Dictionary<TState, TimeSpan?> _stateTimeouts = [];
    private readonly Dictionary<string, (int Generation, bool Repeats, ICancelable Pending)> _timers = new(StringComparer.Ordinal);
    private readonly List<TransitionHandler> _transitions = [];
    private readonly List<IActorRef> _listeners = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private StateFunction _unhandled;
    private Action<StopEvent<TState, TData>> _termination = static _ => { };
    private State<TState, TData> _current;
    private State<TState, TData> _next;
    private Cancelable _timeout;
    private long _generation;
    private int _timerGeneration;

    /// <summary>The machine, without states.</summary>
    protected FSM() => _unhandled = fsmEvent =>
    {
        _log.Warning("unhandled event {0} in state {1}", fsmEvent.FsmEvent, StateName);
        return Stay();
    };

    /// <summary>Turns a message into the next state; null says that the state does not know the message.</summary>
    public delegate State<TState, TData> StateFunction(Event<TData> fsmEvent);

    /// <summary>Called on the way from a state to a state.</summary>
    public delegate void TransitionHandler(TState initialState, TState nextState);

    /// <summary>The state.</summary>
    public TState StateName => Present().StateName;

    /// <summary>The data.</summary>
    public TData StateData => Present().StateData;

    /// <summary>The data of the state being entered; only in a transition handler.</summary>
    public TData NextStateData => _next is { } next
        ? next.StateData
        : throw new InvalidOperationException("NextStateData exists only during OnTransition");

    /// <summary>Whether events are to be logged for the developer.</summary>
    protected bool DebugEvent;

    /// <summary>Declares a state.</summary>
    /// <param name="stateName">The state.</param>
    /// <param name="func">What to do with a message; several functions of one state are tried in order.</param>
    /// <param name="timeout">After that much silence the state receives <see cref="FSMBase.StateTimeout"/>.</param>
    public void When(TState stateName, StateFunction func, TimeSpan? timeout = null)
    {
        _functions[stateName] = _functions.TryGetValue(stateName, out StateFunction first)
            ? fsmEvent => first(fsmEvent) ?? func(fsmEvent)
            : func;
        if (timeout is not null || !_stateTimeouts.ContainsKey(stateName))
        {
            _stateTimeouts[stateName] = timeout;
        }
    }

    /// <summary>Declares where the machine begins.</summary>
    public void StartWith(TState stateName, TData stateData, TimeSpan? timeout = null)
        => _current = new State<TState, TData>(stateName, stateData, timeout);

    /// <summary>Goes to a state, also to the present one, which counts as a transition then.</summary>
    public State<TState, TData> GoTo(TState nextStateName) => new(nextStateName, Present().StateData);

    /// <summary>Stays, without a transition.</summary>
    public State<TState, TData> Stay() => GoTo(Present().StateName).WithNotification(false);

    /// <summary>Stops normally.</summary>
    public State<TState, TData> Stop() => Stop(Normal.Instance);

    /// <summary>Stops.</summary>
    public State<TState, TData> Stop(Reason reason) => Stop(reason, Present().StateData);

    /// <summary>Stops.</summary>
    public State<TState, TData> Stop(Reason reason, TData stateData) => Stay().Using(stateData).WithStopReason(reason);

    /// <summary>Changes what a state function returns.</summary>
    public TransformHelper Transform(StateFunction func) => new(func);

    /// <summary>Starts or replaces a timer.</summary>
    public void SetTimer(string name, object msg, TimeSpan timeout, bool repeat = false)
    {
        CancelTimer(name);
        Cancelable pending = new(Context.System.Scheduler);
        TimerTick tick = new(name, ++_timerGeneration, msg);
        if (repeat)
        {
            Context.System.Scheduler.ScheduleTellRepeatedly(timeout, timeout, Self, tick, Self, pending);
        }
        else
        {
            Context.System.Scheduler.ScheduleTellOnce(timeout, Self, tick, Self, pending);
        }

        _timers[name] = (tick.Generation, repeat, pending);
    }

    /// <summary>Stops a timer; its message does not arrive even if it is in the mailbox.</summary>
    public void CancelTimer(string name)
    {
        if (_timers.Remove(name, out (int Generation, bool Repeats, ICancelable Pending) timer))
        {
            timer.Pending.Cancel();
        }
    }

    /// <summary>True until the timer has fired for the last time or was cancelled.</summary>
    public bool IsTimerActive(string name) => _timers.ContainsKey(name);

    /// <summary>Changes the timeout of a state; null for none.</summary>
    public void SetStateTimeout(TState state, TimeSpan? timeout) => _stateTimeouts[state] = timeout;

    /// <summary>Adds code that runs on the way from a state to a state.</summary>
    public void OnTransition(TransitionHandler transitionHandler) => _transitions.Add(transitionHandler);

    /// <summary>Sets the code that runs when the machine has stopped.</summary>
    public void OnTermination(Action<StopEvent<TState, TData>> terminationHandler) => _termination = terminationHandler;

    /// <summary>Sets what is done with messages that a state does not know.</summary>
    public void WhenUnhandled(StateFunction stateFunction)
    {
        StateFunction last = _unhandled;
        _unhandled = fsmEvent => stateFunction(fsmEvent) ?? last(fsmEvent);
    }

    /// <summary>Enters the first state; call it last in the constructor.</summary>
    public void Initialize()
    {
        if (_current is null)
        {
            throw new IllegalActorStateException("call StartWith before Initialize");
        }

        MakeTransition(_current.WithNotification(false));
    }

    /// <inheritdoc/>
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case TimeoutMarker marker:
                if (_generation == marker.Generation)
                {
                    ProcessMessage(StateTimeout.Instance);
                }

                return true;
            case TimerTick tick:
                if (!_timers.TryGetValue(tick.Name, out (int Generation, bool Repeats, ICancelable Pending) timer) || timer.Generation != tick.Generation)
                {
                    return true;
                }

                if (!timer.Repeats)
                {
                    _timers.Remove(tick.Name);
                }

                EndTimeout();
                ProcessMessage(tick.Message);
                return true;
            case SubscribeTransitionCallBack subscribe:
                Context.Watch(subscribe.ActorRef);
                _listeners.Add(subscribe.ActorRef);
                subscribe.ActorRef.Tell(new CurrentState<TState>(Self, StateName), Self);
                return true;
            case UnsubscribeTransitionCallBack unsubscribe:
                Context.Unwatch(unsubscribe.ActorRef);
                _listeners.Remove(unsubscribe.ActorRef);
                return true;
            case Terminated terminated when _listeners.Remove(terminated.ActorRef):
                return true;
            default:
                EndTimeout();
                ProcessMessage(message);
                return true;
        }
    }

    /// <summary>Ends the machine; its handler learns that somebody stopped the actor, unless it stopped itself.</summary>
    protected override void PostStop()
    {
        if (_current is not null)
        {
            Terminate(Stay().WithStopReason(Shutdown.Instance));
        }

        base.PostStop();
    }

    /// <summary>Called when the machine stops for a failure.</summary>
    protected virtual void LogTermination(Reason reason)
    {
        if (reason is Failure failure)
        {
            if (failure.Cause is Exception cause)
            {
                _log.Error(cause, "terminating due to failure: {0}", cause.Message);
            }
            else
            {
                _log.Error("terminating due to failure: {0}", failure.Cause);
            }
        }
    }

    private State<TState, TData> Present() => _current ?? throw new IllegalActorStateException("call StartWith before anything else");

    private void EndTimeout()
    {
        _timeout?.Cancel();
        _timeout = null;
        _generation++;
    }

    private void ProcessMessage(object message)
    {
        if (_current is null)
        {
            return;
        }

        Event<TData> fsmEvent = new(message, _current.StateData);
        if (DebugEvent)
        {
            _log.Debug("processing {0} in state {1}", message, StateName);
        }

        StateFunction function = _functions[_current.StateName];
        Apply(function(fsmEvent) ?? _unhandled(fsmEvent) ?? Stay());
    }

    private void Apply(State<TState, TData> next)
    {
        if (next.StopReason is null)
        {
            MakeTransition(next);
            return;
        }

        Reply(next);
        Terminate(next);
        Context.Stop(Self);
    }

    private void Reply(State<TState, TData> state)
    {
        foreach (object reply in state.Replies)
        {
            Sender.Tell(reply, Self);
        }
    }

    private void MakeTransition(State<TState, TData> next)
    {
        if (!_functions.ContainsKey(next.StateName))
        {
            Apply(Stay().WithStopReason(new Failure($"next state {next.StateName} does not exist")));
            return;
        }

        Reply(next);
        State<TState, TData> last = _current;
        if (next.Notifies)
        {
            _next = next;
            foreach (TransitionHandler handler in _transitions)
            {
                handler(last.StateName, next.StateName);
            }

            foreach (IActorRef listener in _listeners)
            {
                listener.Tell(new Transition<TState>(Self, last.StateName, next.StateName), Self);
            }

            _next = null;
        }

        _current = next;
        TimeSpan? timeout = next.Timeout ?? _stateTimeouts[next.StateName];
        if (timeout is { } after && after > TimeSpan.Zero)
        {
            EndTimeout();
            Cancelable pending = new(Context.System.Scheduler);
            Context.System.Scheduler.ScheduleTellOnce(after, Self, new TimeoutMarker(_generation), Self, pending);
            _timeout = pending;
        }
    }

    private void Terminate(State<TState, TData> next)
    {
        if (_current is not { StopReason: null } present)
        {
            return;
        }

        foreach ((_, _, ICancelable pending) in _timers.Values)
        {
            pending.Cancel();
        }

        _timers.Clear();
        EndTimeout();
        LogTermination(next.StopReason);
        _current = next;
        _termination(new StopEvent<TState, TData>(next.StopReason, present.StateName, next.StateData));
    }

    /// <summary>A state function whose result is changed.</summary>
    public sealed class TransformHelper
    {
        /// <summary>Made by Transform.</summary>
        public TransformHelper(StateFunction func) => Func = func;

        /// <summary>The function.</summary>
        public StateFunction Func { get; }

        /// <summary>The function, its result changed.</summary>
        public StateFunction Using(Func<State<TState, TData>, State<TState, TData>> andThen) => fsmEvent => andThen(Func(fsmEvent));
    }
}
