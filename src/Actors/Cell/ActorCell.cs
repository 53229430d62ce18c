using Helios.Actors.Dispatch;

namespace Helios.Actors;

/// <summary>The inside of an actor: its mailbox, instance, behaviour, children and watchers. Not for application code.</summary>
/// <remarks>
/// One thread at a time runs a cell. What others may touch from outside is the mailbox (ActorCell.Mailbox.cs) and the
/// children (ActorCell.Children.cs, behind their lock). Everything an idle actor does not need is made on first use.
/// </remarks>
public sealed partial class ActorCell : IUntypedActorContext, IThreadPoolWorkItem
{
    [ThreadStatic]
    private static ActorCell? t_current;

    private readonly ActorSystemImpl _system;
    private readonly LocalActorRef _self;
    private readonly Props _props;
    private readonly MessageDispatcher _dispatcher;
    private ActorBase? _actor;
    private object? _currentMessage;
    private IActorRef? _sender;
    private Receive? _behavior;
    private Seldom? _seldom;

    internal ActorCell(ActorSystemImpl system, LocalActorRef self, Props props, MessageDispatcher dispatcher, IMessageQueueFactory mailbox)
    {
        _system = system;
        _self = self;
        _props = props;
        _dispatcher = dispatcher;
        _queue = mailbox.Create(self, system);
    }

    /// <summary>The cell that runs on this thread, if any.</summary>
    internal static ActorCell? Current
    {
        get => t_current;
        set => t_current = value;
    }

    /// <inheritdoc/>
    public IActorRef Self => _self;

    /// <inheritdoc/>
    public IActorRef Parent => _self.Supervisor;

    /// <inheritdoc/>
    public Props Props => _props;

    /// <inheritdoc/>
    public ActorSystem System => _system;

    /// <inheritdoc/>
    public MessageDispatcher Dispatcher => _dispatcher;

    /// <inheritdoc/>
    public IActorRef Sender => _sender ?? _system.DeadLetters;

    /// <summary>The message that is being processed.</summary>
    public object? CurrentMessage => _currentMessage;

    internal ActorSystemImpl SystemImpl => _system;

    internal ActorBase? Actor => _actor;

    internal LocalActorRef SelfRef => _self;

    internal IActorRef? SenderOrNull => _sender;

    internal static IActorRef? GetCurrentSelfOrNoSender() => t_current?._self;

    internal static IActorRef? GetCurrentSenderOrNoSender() => t_current?._sender;

    /// <summary>Runs code on this thread as if the actor did.</summary>
    internal void UseThreadContext(Action action)
    {
        ActorCell? previous = t_current;
        t_current = this;
        try
        {
            action();
        }
        finally
        {
            t_current = previous;
        }
    }

    /// <inheritdoc/>
    public IActorRef ActorOf(Props props, string? name = null) => MakeChild(props, name);

    /// <inheritdoc/>
    public ActorSelection ActorSelection(string actorPath) => ActorRefFactoryShared.ActorSelection(actorPath, _system, _self);

    /// <inheritdoc/>
    public ActorSelection ActorSelection(ActorPath actorPath) => ActorRefFactoryShared.ActorSelection(actorPath, _system);

    /// <inheritdoc/>
    public void Become(Receive receive)
    {
        _seldom?.BehaviorsBelow = null;
        _behavior = receive;
    }

    /// <inheritdoc/>
    public void BecomeStacked(Receive receive)
    {
        (Rarely.BehaviorsBelow ??= new Stack<Receive>()).Push(_behavior ?? ActorBase.InitialBehavior);
        _behavior = receive;
    }

    /// <inheritdoc/>
    public void UnbecomeStacked()
    {
        _behavior = null;
        if (_seldom?.BehaviorsBelow is { } below)
        {
            _behavior = below.Pop();
            _seldom!.BehaviorsBelow = below.Count == 0 ? null : below;
        }
    }

    void IUntypedActorContext.Become(UntypedReceive receive) => Become(ToReceive(receive));

    void IUntypedActorContext.BecomeStacked(UntypedReceive receive) => BecomeStacked(ToReceive(receive));

    private static Receive ToReceive(UntypedReceive receive) => message =>
    {
        receive(message);
        return true;
    };

    private void Invoke(object message, IActorRef? sender)
    {
        _currentMessage = message;
        _sender = sender;
        _currentStashed = false;
        try
        {
            if (message is IAutoReceivedMessage)
            {
                AutoReceive(message);
            }
            else
            {
                ReceiveMessage(message);
            }
        }
        catch (Exception e)
        {
            HandleInvokeFailure(e);
        }

        if (_seldom?.ReceiveTimeout is not null && message is not INotInfluenceReceiveTimeout)
        {
            RescheduleReceiveTimeout();
        }

        // A pending asynchronous handler, and a failed message, still need both.
        if (_asyncOperation is null && _failure is null)
        {
            _currentMessage = null;
            _sender = null;
        }
    }

    private void ReceiveMessage(object message)
        => _actor!.InvokeReceive(_behavior ?? ActorBase.InitialBehavior, message);

    private void AutoReceive(object message)
    {
        switch (message)
        {
            case Terminated terminated:
                ReceivedTerminated(terminated);
                break;
            case TimerMessage timer:
                ReceivedTimer(timer);
                break;
            case Kill:
                throw new ActorKilledException("Kill");
            case PoisonPill:
                Stop();
                break;
            case Identify identify:
                Sender.Tell(new ActorIdentity(identify.MessageId, _self), _self);
                break;
            case ActorSelectionMessage selection:
                selection.Deliver(_self, _sender);
                break;
            default:
                ReceiveMessage(message);
                break;
        }
    }

    /// <summary>Runs a handler's message without the mailbox: for a test that wants its exceptions.</summary>
    internal void ReceiveMessageForTest(object message, IActorRef? sender)
    {
        ActorCell? previous = t_current;
        t_current = this;
        try
        {
            _currentMessage = message;
            _sender = sender;
            if (message is IAutoReceivedMessage)
            {
                AutoReceive(message);
            }
            else
            {
                ReceiveMessage(message);
            }
        }
        finally
        {
            _currentMessage = null;
            _sender = null;
            t_current = previous;
        }
    }
}
