using Helios.Contracts;
using Helios.Fleets;
using Helios.Hocon;

namespace Helios.Supervisor;

/// <summary>How a run ended, as values.</summary>
internal static class CauseDocument
{
    internal static HoconObject Write(ExitCause cause)
    {
        HoconBlock block = new();
        switch (cause)
        {
            case ExitCause.Exited exited:
                block.Add("kind", "exited").Add("code", exited.ExitCode);
                break;
            case ExitCause.Signaled signaled:
                block.Add("kind", "signaled").Add("signal", signaled.Signal.Number);
                break;
            case ExitCause.OutOfMemory memory:
                block.Add("kind", "out-of-memory").Add("cgroup", memory.Cgroup).Add("limit", memory.Limit?.Bytes);
                break;
            case ExitCause.Seccomp:
                block.Add("kind", "seccomp");
                break;
            case ExitCause.LaunchFailed failed:
                block.Add("kind", "launch-failed").Add("step", failed.Step).Add("reason", failed.Reason).Add("launch", failed.Kind.ToString())
                    .Add("field", failed.Fault?.Field).Add("problem", failed.Fault?.Problem);
                break;
            case ExitCause.Stopped stopped:
                block.Add("kind", "stopped").Add("by", stopped.Requester).Add("code", stopped.Status.Signal is null ? stopped.Status.Code : null)
                    .Add("signal", stopped.Status.Signal?.Number).Add("forced", HoconScalar.Boolean(stopped.Forced));
                break;
            case ExitCause.Lost lost:
                block.Add("kind", "lost").Add("reason", lost.Reason);
                break;
        }

        // For a reader that does not know the kind.
        return block.Add("text", cause.ToString()).ToObject();
    }

    /// <exception cref="FormatException">It is no cause.</exception>
    internal static ExitCause Read(HoconObject content)
    {
        RecordReader reader = new(content);
        return reader.NeededText("kind") switch
        {
            "exited" => new ExitCause.Exited(reader.Count("code")),
            "signaled" => new ExitCause.Signaled(SignalOf(reader)),
            "out-of-memory" => new ExitCause.OutOfMemory(reader.Text("cgroup"), reader.Number("limit") is { } limit and >= 0 ? new ByteSize(limit) : null),
            "seccomp" => new ExitCause.Seccomp(),
            "launch-failed" => new ExitCause.LaunchFailed(reader.NeededText("step"), reader.NeededText("reason"), reader.Word<LaunchFailure>("launch") ?? LaunchFailure.Step)
            {
                Fault = reader.Text("field") is { } field ? new SpecFault(field, reader.NeededText("problem")) : null,
            },
            "stopped" => new ExitCause.Stopped(
                reader.NeededText("by"), reader.Number("signal") is null ? ExitStatus.Exited(reader.Count("code")) : ExitStatus.Killed(SignalOf(reader)), reader.Flag("forced")),
            "lost" => new ExitCause.Lost(reader.NeededText("reason")),
            _ => new ExitCause.Lost(reader.Text("text") ?? "a newer version of helios knows why"),
        };
    }

    private static Signal SignalOf(RecordReader reader)
        => reader.Number("signal") is { } number and > 0 and <= 64 ? new Signal((int)number) : throw new FormatException("signal is missing or is none");
}
