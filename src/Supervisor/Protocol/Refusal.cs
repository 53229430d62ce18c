namespace Helios.Supervisor;

/// <summary>The kinds of refusal, for a client that must act on them or choose an exit code.</summary>
public enum Refusal
{
    /// <summary>There is no container, group, session or operation of that name.</summary>
    NotFound,

    /// <summary>The name is taken.</summary>
    Exists,

    /// <summary>The container's state does not allow it.</summary>
    WrongState,

    /// <summary>The request itself is wrong: a faulty specification, file or override.</summary>
    Invalid,

    /// <summary>The fleet file's policy does not allow it.</summary>
    Forbidden,

    /// <summary>The backend cannot do it here.</summary>
    Unsupported,

    /// <summary>It was tried and did not succeed.</summary>
    Failed,

    /// <summary>The supervisor is stopping.</summary>
    ShuttingDown,
}
