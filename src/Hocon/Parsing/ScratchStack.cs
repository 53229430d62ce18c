namespace Helios.Hocon;

/// <summary>
/// A growing array on which nested readers put the parts of what they make, each above the parts of the one around it, and from which
/// they take an array of the right length. It saves the lists that would grow and be thrown away for every object.
/// </summary>
internal sealed class ScratchStack<T>
{
    private T[] _items = new T[256];

    internal int Count { get; private set; }

    internal void Push(T item)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }

        _items[Count++] = item;
    }

    internal ReadOnlySpan<T> Span(int mark) => _items.AsSpan(mark, Count - mark);

    /// <summary>Takes everything from a mark on, which is what <see cref="Count"/> was before.</summary>
    internal T[] PopFrom(int mark)
    {
        T[] taken = Count == mark ? [] : _items.AsSpan(mark, Count - mark).ToArray();
        Drop(mark);
        return taken;
    }

    /// <summary>Forgets everything from a mark on.</summary>
    internal void Drop(int mark)
    {
        Array.Clear(_items, mark, Count - mark);
        Count = mark;
    }
}
