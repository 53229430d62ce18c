namespace Helios.Linux;

/// <summary>A launch that did not reach exec: at which step, and why. The child has been reaped when this is thrown.</summary>
/// <remarks>The message reads like a log line: <c>mount proc on /proc: operation not permitted (EPERM)</c>.</remarks>
public sealed class SpawnException : IOException
{
    /// <summary>The index of clone3 itself, which comes before the first record.</summary>
    public const int CloneIndex = -1;

    internal SpawnException(SpawnFailure failure, string step, int index, Sys call, long value, WaitStatus? end, Exception? inner)
        : base($"{step}: {Describe(failure, value, end)}", inner)
    {
        Reason = Describe(failure, value, end);
        Failure = failure;
        Step = step;
        Index = index;
        Call = call;
        Errno = failure == SpawnFailure.Errno ? (Errno)value : Errno.None;
        Result = failure == SpawnFailure.UnexpectedResult ? value : 0;
        End = end;
        HResult = (int)Errno;
    }

    /// <summary>The kind of failure.</summary>
    public SpawnFailure Failure { get; }

    /// <summary>The label of the step that failed; begins with <c>clone3</c> when no child could be made.</summary>
    public string Step { get; }

    /// <summary>Why, without the step.</summary>
    public string Reason { get; }

    /// <summary>The record's index, or <see cref="CloneIndex"/>.</summary>
    public int Index { get; }

    /// <summary>The call; negative for a step that is none.</summary>
    public Sys Call { get; }

    /// <summary>The error; <see cref="Errno.None"/> unless <see cref="Failure"/> is <see cref="SpawnFailure.Errno"/>.</summary>
    public Errno Errno { get; }

    /// <summary>The wrong result of <see cref="SpawnFailure.UnexpectedResult"/>.</summary>
    public long Result { get; }

    /// <summary>How the child ended; null when there was none.</summary>
    public WaitStatus? End { get; }

    private static string Describe(SpawnFailure failure, long value, WaitStatus? end) => failure switch
    {
        SpawnFailure.Errno => $"{((Errno)value).Text()} ({((Errno)value).Name()})",
        SpawnFailure.UnexpectedResult => $"unexpected result {value}",
        _ => $"{end?.ToString() ?? "ended"} before it was done",
    };
}
