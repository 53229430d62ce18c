namespace Helios.Actors;

/// <summary>The handlers of one behaviour.</summary>
internal sealed class HandlerList
{
    private MessageHandler[] _handlers = [];
    private int _count;
    private bool _closed;

    internal void Add(MessageHandler handler)
    {
        if (_closed)
        {
            throw new InvalidOperationException("a handler that follows ReceiveAny can never be reached: declare ReceiveAny last");
        }

        if (_count == _handlers.Length)
        {
            Array.Resize(ref _handlers, Math.Max(2, _count * 2));
        }

        _handlers[_count++] = handler;
    }

    internal void Close() => _closed = true;

    internal bool TryHandle(object message)
    {
        MessageHandler[] handlers = _handlers;
        for (int i = 0; i < handlers.Length && handlers[i] is { } handler; i++)
        {
            if (handler.TryHandle(message))
            {
                return true;
            }
        }

        return false;
    }
}
