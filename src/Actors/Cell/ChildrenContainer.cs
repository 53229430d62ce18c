using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Helios.Actors.Internal;

namespace Helios.Actors;

/// <summary>The children of one actor, by name, with what supervision remembers of them.</summary>
internal sealed class ChildrenContainer : IEnumerable<IInternalActorRef>
{
    private readonly Dictionary<string, ChildRestartStats> _byName = new(StringComparer.Ordinal);
    private long _names;
    private int _stopping;

    /// <summary>True when every child that was told to stop has terminated.</summary>
    internal bool NoneIsStopping
    {
        get
        {
            lock (_byName)
            {
                return _stopping == 0;
            }
        }
    }

    internal void MarkStopping(IActorRef child)
    {
        lock (_byName)
        {
            if (child is LocalActorRef local
                && _byName.TryGetValue(local.Name, out ChildRestartStats? stats)
                && ReferenceEquals(stats.Child, local)
                && !stats.Stopping)
            {
                stats.Stopping = true;
                _stopping++;
            }
        }
    }

    internal string NextName()
    {
        long number = Interlocked.Increment(ref _names) - 1;
        return string.Create(CultureInfo.InvariantCulture, $"${ToLetters(number)}");
    }

    internal bool TryAdd(LocalActorRef child)
    {
        lock (_byName)
        {
            return _byName.TryAdd(child.Name, new ChildRestartStats(child));
        }
    }

    internal bool Remove(IActorRef child)
    {
        lock (_byName)
        {
            if (child is not LocalActorRef local
                || !_byName.TryGetValue(local.Name, out ChildRestartStats? stats)
                || !ReferenceEquals(stats.Child, local))
            {
                return false;
            }

            _stopping -= stats.Stopping ? 1 : 0;
            return _byName.Remove(local.Name);
        }
    }

    public IEnumerator<IInternalActorRef> GetEnumerator() => Refs().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal ChildRestartStats? ByName(string name)
    {
        lock (_byName)
        {
            return _byName.GetValueOrDefault(name);
        }
    }

    internal bool TryGet(LocalActorRef child, [NotNullWhen(true)] out ChildRestartStats? stats)
    {
        stats = ByName(child.Name);
        return stats is not null && ReferenceEquals(stats.Child, child);
    }

    internal List<IInternalActorRef> Refs()
    {
        lock (_byName)
        {
            List<IInternalActorRef> refs = new(_byName.Count);
            foreach (ChildRestartStats stats in _byName.Values)
            {
                refs.Add(stats.Child);
            }

            return refs;
        }
    }

    internal IReadOnlyCollection<ChildRestartStats> Stats()
    {
        lock (_byName)
        {
            return [.. _byName.Values];
        }
    }

    private static string ToLetters(long number)
    {
        const string digits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+~";
        Span<char> buffer = stackalloc char[11];
        int length = 0;
        do
        {
            buffer[length++] = digits[(int)(number & 63)];
            number >>= 6;
        }
        while (number > 0);

        return new string(buffer[..length]);
    }
}
