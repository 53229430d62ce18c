namespace Helios.Control;

/// <summary>The kinds of refusal; the numbers are the wire's.</summary>
public enum RefusalKind
{
    /// <summary>There is nothing of that name.</summary>
    NotFound,

    /// <summary>The name is taken.</summary>
    Exists,

    /// <summary>The state does not allow it.</summary>
    WrongState,

    /// <summary>The request itself is wrong.</summary>
    Invalid,

    /// <summary>The policy, or the user's rights, do not allow it.</summary>
    Forbidden,

    /// <summary>It cannot be done here.</summary>
    Unsupported,

    /// <summary>It was tried and did not succeed.</summary>
    Failed,

    /// <summary>The daemon is stopping.</summary>
    ShuttingDown,

    /// <summary>The connection sent something that is not a request.</summary>
    Protocol,

    /// <summary>The client cancelled it.</summary>
    Cancelled,

    /// <summary>Too many connections, or too many requests of one connection at once.</summary>
    Busy,
}
