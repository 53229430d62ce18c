namespace Helios.Backends.Simulated;

/// <summary>Gives out process numbers. With reuse, the smallest free one, so that numbers of the dead come back at once.</summary>
internal sealed class ProcessTable(bool reuse)
{
    private const int First = 1000;

    private readonly SortedSet<int> _free = [];
    private int _next = First;

    internal int Take()
    {
        if (reuse && _free.Count > 0)
        {
            int pid = _free.Min;
            _free.Remove(pid);
            return pid;
        }

        return _next++;
    }

    internal void Return(int pid) => _free.Add(pid);
}
