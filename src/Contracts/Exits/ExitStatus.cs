namespace Helios.Contracts;

/// <summary>How a process ended, as wait(2) tells it.</summary>
public readonly record struct ExitStatus
{
    private readonly int _code;

    private ExitStatus(int code, Signal? signal)
    {
        _code = code;
        Signal = signal;
    }

    /// <summary>The signal that killed it; null when it ended by itself.</summary>
    public Signal? Signal { get; }

    /// <summary>What a shell would report: the exit code, or 128 + signal number.</summary>
    public int Code => Signal is { } signal ? 128 + signal.Number : _code;

    /// <summary>Whether it ended by itself with code 0.</summary>
    public bool IsSuccess => Signal is null && _code == 0;

    /// <summary>It ended by itself with <paramref name="code"/>, 0 to 255.</summary>
    public static ExitStatus Exited(int code) => new(code, null);

    /// <summary>It was killed by <paramref name="signal"/>.</summary>
    public static ExitStatus Killed(Signal signal) => new(0, signal);

    /// <inheritdoc/>
    public override string ToString() => Signal is { } signal ? $"killed by {signal}" : $"exit code {_code}";
}
