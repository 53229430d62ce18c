namespace Helios.Shell;

/// <summary>What <c>trap</c> has set. Number 0 is the end of the shell.</summary>
internal sealed class TrapTable
{
    internal const int Exit = 0;

    private readonly SortedDictionary<int, string> _actions = [];

    /// <summary>Signals and their commands; an empty command ignores the signal.</summary>
    internal IReadOnlyDictionary<int, string> Actions => _actions;

    /// <summary>What subshells print when nothing was set in them yet: POSIX lets <c>$(trap)</c> show the parent's.</summary>
    internal IReadOnlyDictionary<int, string>? Inherited { get; private set; }

    internal void Set(int signal, string action)
    {
        _actions[signal] = action;
        Inherited = null;
    }

    internal void Remove(int signal)
    {
        _actions.Remove(signal);
        Inherited = null;
    }

    internal string? Find(int signal) => _actions.GetValueOrDefault(signal);

    /// <summary>Commands are the parent's; what it ignores stays ignored.</summary>
    internal TrapTable CopyForSubshell()
    {
        TrapTable copy = new();
        foreach ((int signal, string action) in _actions)
        {
            if (action.Length == 0)
            {
                copy._actions[signal] = action;
            }
        }

        copy.Inherited = _actions.Count > 0 ? _actions : null;
        return copy;
    }
}
