using System.Globalization;

namespace Helios.Shell;

/// <summary><c>wait</c></summary>
internal static class WaitBuiltin
{
    private const int Unknown = 127;

    internal static int Run(BuiltinCall call)
    {
        JobTable table = call.State.Jobs;
        if (call.Count == 0)
        {
            foreach (Job job in table.All)
            {
                if (call.Executor.WaitInBackground(job) is { } interrupted)
                {
                    return interrupted;
                }
            }

            return 0;
        }

        int status = 0;
        foreach (string target in call.Arguments)
        {
            Job? job = null;
            int pid = 0;
            if (target is ['%', ..])
            {
                job = table.Find(target);
            }
            else if (!int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out pid))
            {
                return call.Fail($"{target}: not a process, and no job (jobs begin with %)", 2);
            }

            job ??= table.Of(pid);
            if (job is null)
            {
                status = table.TryTakeEnded(pid, out int ended) ? ended : Unknown;
                continue;
            }

            ProcessPart? part = job.Processes.FirstOrDefault(process => process.Pid == pid);
            if (call.Executor.WaitInBackground(job) is { } interrupted)
            {
                return interrupted;
            }

            status = part?.Status.Code ?? job.Status;
            table.TryTakeEnded(pid, out _);
        }

        return status;
    }
}
