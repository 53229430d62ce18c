namespace Helios.Actors;

/// <summary>One declared handler; false passes the message on to the next.</summary>
internal abstract class MessageHandler
{
    internal abstract bool TryHandle(object message);
}

internal sealed class TypedHandler<T>(Action<T> handler, Predicate<T>? shouldHandle) : MessageHandler
{
    internal override bool TryHandle(object message)
    {
        if (message is not T typed || (shouldHandle is not null && !shouldHandle(typed)))
        {
            return false;
        }

        handler(typed);
        return true;
    }
}

internal sealed class DecliningHandler<T>(Func<T, bool> handler) : MessageHandler
{
    internal override bool TryHandle(object message) => message is T typed && handler(typed);
}

internal sealed class RuntimeTypedHandler(Type type, Func<object, bool> handler) : MessageHandler
{
    internal override bool TryHandle(object message) => type.IsInstanceOfType(message) && handler(message);
}
