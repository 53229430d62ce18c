namespace Helios.Linux;

/// <summary>How a process ended. See wait(2).</summary>
/// <param name="ExitCode">What it passed to exit, 0 to 255; zero when a signal killed it.</param>
/// <param name="Signal">The signal that killed it; zero when it ended by itself.</param>
/// <param name="CoreDumped">Whether the kernel wrote a core dump.</param>
public readonly record struct WaitStatus(int ExitCode, int Signal, bool CoreDumped)
{
    /// <summary>What a shell would report: the exit code, or 128 + signal number.</summary>
    public int Code => Signal == 0 ? ExitCode : 128 + Signal;

    /// <summary>Reads the status word of wait4(2) and PIDFD_GET_INFO.</summary>
    public static WaitStatus FromRaw(int status)
        => new((status >> 8) & 0xFF, status & 0x7F, (status & 0x80) != 0);

    /// <inheritdoc/>
    public override string ToString() => Signal == 0 ? $"exit code {ExitCode}" : $"killed by signal {Signal}";
}
