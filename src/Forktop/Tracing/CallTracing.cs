namespace Helios.Forktop;

/// <summary>How calls without a ptrace event of their own are seen.</summary>
internal enum CallTracing
{
    /// <summary>Not at all: only fork, exec and exit are.</summary>
    None,

    /// <summary>By a seccomp filter that stops at them alone: other calls run at full speed. The filter cannot be taken away again.</summary>
    Seccomp,

    /// <summary>By a stop at every call.</summary>
    Step,
}
