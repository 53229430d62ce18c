namespace Helios.Actors;

/// <summary>An actor whose behaviour is a list of handlers, tried in the order in which they were declared.</summary>
public abstract class ReceiveActor : UntypedActor
{
    private HandlerList? _declaring;
    private HandlerList _initial = new();

    /// <summary>Opens the declaration of the first behaviour, which the constructor fills.</summary>
    protected ReceiveActor() => _declaring = _initial;

    /// <inheritdoc/>
    protected sealed override void OnReceive(object message)
    {
        if (!_initial.TryHandle(message))
        {
            Unhandled(message);
        }
    }

    /// <summary>Replaces the behaviour by what <paramref name="configure"/> declares.</summary>
    protected void Become(Action configure)
    {
        HandlerList handlers = Declare(configure);
        base.Become(handlers.TryHandle);
    }

    /// <summary>Replaces the behaviour by what <paramref name="configure"/> declares, until UnbecomeStacked.</summary>
    protected void BecomeStacked(Action configure)
    {
        HandlerList handlers = Declare(configure);
        base.BecomeStacked(handlers.TryHandle);
    }

    /// <summary>Declares a handler.</summary>
    protected void Receive<T>(Action<T> handler, Predicate<T>? shouldHandle = null)
        => Declaring().Add(new TypedHandler<T>(handler, shouldHandle));

    /// <summary>Declares a handler for messages that match.</summary>
    protected void Receive<T>(Predicate<T> shouldHandle, Action<T> handler) => Receive(handler, shouldHandle);

    /// <summary>Declares a handler that may decline by returning false.</summary>
    protected void Receive<T>(Func<T, bool> handler) => Declaring().Add(new DecliningHandler<T>(handler));

    /// <summary>Declares a handler.</summary>
    protected void Receive(Type messageType, Action<object> handler, Predicate<object>? shouldHandle = null)
        => Declaring().Add(new RuntimeTypedHandler(messageType, message =>
        {
            if (shouldHandle is not null && !shouldHandle(message))
            {
                return false;
            }

            handler(message);
            return true;
        }));

    /// <summary>Declares a handler for messages that match.</summary>
    protected void Receive(Type messageType, Predicate<object> shouldHandle, Action<object> handler)
        => Receive(messageType, handler, shouldHandle);

    /// <summary>Declares a handler that may decline by returning false.</summary>
    protected void Receive(Type messageType, Func<object, bool> handler)
        => Declaring().Add(new RuntimeTypedHandler(messageType, handler));

    /// <summary>Declares an asynchronous handler: no other message is processed before its task has ended.</summary>
    protected void ReceiveAsync<T>(Func<T, Task> handler, Predicate<T>? shouldHandle = null)
        => Receive<T>(message => RunTask(() => handler(message)), shouldHandle);

    /// <summary>Declares an asynchronous handler for messages that match.</summary>
    protected void ReceiveAsync<T>(Predicate<T> shouldHandle, Func<T, Task> handler) => ReceiveAsync(handler, shouldHandle);

    /// <summary>Declares an asynchronous handler.</summary>
    protected void ReceiveAsync(Type messageType, Func<object, Task> handler, Predicate<object>? shouldHandle = null)
        => Receive(messageType, message => RunTask(() => handler(message)), shouldHandle);

    /// <summary>Declares an asynchronous handler for messages that match.</summary>
    protected void ReceiveAsync(Type messageType, Predicate<object> shouldHandle, Func<object, Task> handler)
        => ReceiveAsync(messageType, handler, shouldHandle);

    /// <summary>Declares the handler of everything else; nothing can be declared after it.</summary>
    protected void ReceiveAny(Action<object> handler)
    {
        Declaring().Add(new TypedHandler<object>(handler, null));
        Declaring().Close();
    }

    /// <summary>Declares the asynchronous handler of everything else; nothing can be declared after it.</summary>
    protected void ReceiveAnyAsync(Func<object, Task> handler) => ReceiveAny(message => RunTask(() => handler(message)));

    internal override void InitializeInstance()
    {
        base.InitializeInstance();
        _declaring = null;
    }

    private HandlerList Declare(Action configure)
    {
        HandlerList? outer = _declaring;
        HandlerList handlers = new();
        _declaring = handlers;
        try
        {
            configure();
        }
        finally
        {
            _declaring = outer;
        }

        return handlers;
    }

    private HandlerList Declaring() => _declaring
        ?? throw new InvalidOperationException("handlers can be declared only in the constructor and inside Become(...)");
}
