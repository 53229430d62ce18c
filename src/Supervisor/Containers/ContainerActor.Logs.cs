using Akka.Actor;
using Helios.Fleets;
using Helios.Linux;

namespace Helios.Supervisor;

/// <content>The output.</content>
internal partial class ContainerActor
{
    private const string LogName = "log";

    /// <summary>Makes the ring, if output is to be kept; and the actor that looks after its files.</summary>
    private void OpenLog()
    {
        if (_holder.Streams.Own is not null || _holder.LogFault is not null || !_parts.KeepsOutput)
        {
            return;
        }

        if (_holder.Log is null)
        {
            try
            {
                _holder.Log = new ContainerLog(Id, _holder.Member.Logs, _holder.Member.Container.WritablePaths(), _parts.Time, _parts.Buffers);
            }
            catch (SyscallException fault)
            {
                // Better without a log than without the container.
                _holder.LogFault = fault.Message;
                Warn($"no log: {fault.Message}");
                return;
            }
        }

        WatchLog();
    }

    private void WatchLog()
    {
        if (_holder.Log is { Spec.File: not null } log && Context.Child(LogName).IsNobody())
        {
            Context.ActorOf(_parts.LogProps(_parts, log), LogName);
        }
    }

    private void OnLogReport(LogActor.Report report)
    {
        _holder.LogBytesLost = report.BytesLost;
        if (report.Failure is { } failure)
        {
            Warn($"log files: {failure}");
        }
    }

    private void OnOpenLogs()
    {
        // Also before the first run: whoever follows from then on misses nothing.
        OpenLog();
        Sender.Tell(new ContainerProtocol.LogsOpened(
            Id, _holder.Log?.Memory, _holder.Member.Logs.File is { } file ? LogFileSink.FilesOf(Id, file) : []));
    }

    private void EnterRemoved()
    {
        Timers.CancelAll();
        Enter(ContainerState.Removed);
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        if (_holder.State == ContainerState.Removed)
        {
            _holder.Log?.Dispose();
        }
    }
}
