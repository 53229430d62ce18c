using System.Text;
using Helios.Linux;

namespace Helios.Backends.SystemdRun.Processes;

/// <summary>A program of the host while it runs. Disposing it kills it when it still does, and reaps it.</summary>
internal sealed class RunningTool(SpawnedProcess process, PipeEnd said) : IDisposable
{
    /// <summary>Whether it has ended by itself, and with which code.</summary>
    internal bool HasEnded(out int code)
    {
        bool ended = process.TryWait(out WaitStatus status);
        code = status.Code;
        return ended;
    }

    /// <summary>Waits for its end.</summary>
    internal ToolEnd End()
    {
        StringBuilder text = new();
        Span<byte> buffer = stackalloc byte[1024];
        while (said.Read(buffer) is var count and > 0)
        {
            text.Append(Encoding.UTF8.GetString(buffer[..count]));
        }

        return new ToolEnd(process.Wait().Code, text.ToString().Trim());
    }

    public void Dispose()
    {
        if (!process.TryWait(out _))
        {
            process.PidFd.TrySignal((int)SignalNumbers.SIGKILL);
            process.Wait();
        }

        process.Dispose();
        said.Dispose();
    }
}
