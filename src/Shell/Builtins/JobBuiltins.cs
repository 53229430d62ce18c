using System.Globalization;

namespace Helios.Shell;

/// <summary><c>jobs</c>, <c>fg</c>, <c>bg</c>, <c>disown</c></summary>
internal static class JobBuiltins
{
    internal static int List(BuiltinCall call)
    {
        char mode = '\0';
        int at = call.TakeOptions("lp", (letter, _) => mode = letter);
        if (at < 0)
        {
            return 2;
        }

        JobTable table = call.State.ListedJobs ?? call.State.Jobs;
        table.Update();
        IReadOnlyList<Job> jobs = at < call.Count ? [.. call.Arguments.Skip(at).Select(table.Find)] : table.All;
        string text = string.Concat(jobs.Select(job => mode switch
        {
            'p' => string.Create(CultureInfo.InvariantCulture, $"{(job.Group > 0 ? job.Group : job.Processes.First().Pid)}\n"),
            'l' => JobText.LongLines(table, job),
            _ => JobText.Line(table, job),
        }));
        foreach (Job job in jobs)
        {
            job.Reported = job.State;
            if (job.State == JobState.Done && table == call.State.Jobs)
            {
                table.Remove(job);
                job.Dispose();
            }
        }

        return call.Write(text);
    }

    internal static int Foreground(BuiltinCall call)
    {
        if (!call.State.Options.ControlsJobs)
        {
            return call.Fail("there is no job control in this shell");
        }

        call.State.Jobs.Update();
        Job job = call.State.Jobs.Find(call.Count > 0 ? call[0] : "%+");
        if (job.State == JobState.Done)
        {
            return call.Fail($"job {job.Id} has ended");
        }

        call.Write(job.Text + "\n");
        return call.Executor.BringToForeground(job);
    }

    internal static int Background(BuiltinCall call)
    {
        if (!call.State.Options.ControlsJobs)
        {
            return call.Fail("there is no job control in this shell");
        }

        call.State.Jobs.Update();
        int status = 0;
        foreach (string specification in call.Count > 0 ? call.Arguments : ["%+"])
        {
            Job job = call.State.Jobs.Find(specification);
            if (job.State != JobState.Stopped)
            {
                status = call.Fail(job.State == JobState.Done ? $"job {job.Id} has ended" : $"job {job.Id} is running in the background already");
                continue;
            }

            job.Continue();
            job.Reported = JobState.Running;
            call.State.Jobs.Add(job);
            call.Write($"[{job.Id}]+ {job.Text} &\n");
        }

        return status;
    }

    internal static int Disown(BuiltinCall call)
    {
        bool all = false;
        bool spares = false;
        bool onlyRunning = false;
        int at = call.TakeOptions("ahr", (letter, _) => (all, spares, onlyRunning) = (all || letter == 'a', spares || letter == 'h', onlyRunning || letter == 'r'));
        if (at < 0)
        {
            return 2;
        }

        JobTable table = call.State.Jobs;
        table.Update();
        IEnumerable<Job> jobs = at < call.Count ? call.Arguments.Skip(at).Select(table.Find) : all || onlyRunning ? table.All : [table.Find("%+")];
        foreach (Job job in jobs.Where(job => !onlyRunning || job.State == JobState.Running).ToArray())
        {
            if (spares)
            {
                job.IsSpared = true;
                continue;
            }

            table.Remove(job);
            call.Executor.Process.Adopt(job.Processes.Where(static part => part.State != JobState.Done).Select(static part => part.Process));
        }

        return 0;
    }
}
