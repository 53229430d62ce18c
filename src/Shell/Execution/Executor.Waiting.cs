using System.Buffers;
using Helios.Linux;

namespace Helios.Shell;

/// <summary>Waiting for jobs.</summary>
internal sealed partial class Executor
{
    /// <summary>Waits until a job in the foreground has ended or is stopped.</summary>
    /// <param name="job">The job; with job control it has the terminal.</param>
    /// <param name="isKept">Whether it is in the job table now, because it is stopped.</param>
    internal int WaitInForeground(Job job, out bool isKept)
    {
        bool hasTerminal = ControlsJobs && job.Group > 0;
        if (hasTerminal)
        {
            Process.Terminal!.Give(job.Group, null);
        }

        WaitWhileRunning(job);
        WaitStatus deciding = job.Deciding.Status;
        isKept = job.State == JobState.Stopped;
        if (hasTerminal)
        {
            job.Modes = isKept ? Process.Terminal!.ReadModes() : null;
            Process.Terminal!.TakeBack(keepsModes: !isKept && deciding.Signal == 0);
        }

        if (isKept)
        {
            State.Jobs.Add(job);
            job.Reported = JobState.Stopped;
            WriteTo(2, "\n" + JobText.Line(State.Jobs, job));
            return job.Status;
        }

        int status = job.Status;
        ReportDeath(job);
        ObeyDeath(deciding);
        return status;
    }

    /// <summary>Continues a job and gives it the terminal.</summary>
    internal int BringToForeground(Job job)
    {
        State.Jobs.Remove(job);
        Process.Terminal!.Give(job.Group, job.Modes);
        job.Continue();
        bool isKept = false;
        try
        {
            return WaitInForeground(job, out isKept);
        }
        finally
        {
            if (!isKept)
            {
                job.Dispose();
            }
        }
    }

    /// <summary>Waits for a job in the background to end, and takes it out of the table.</summary>
    /// <returns>Null when it has ended; the status of <c>wait</c> when a signal came first, or when the job is stopped.</returns>
    internal int? WaitInBackground(Job job)
    {
        while (true)
        {
            job.Update();
            if (job.State == JobState.Done)
            {
                State.Jobs.Remove(job);
                job.Dispose();
                return null;
            }

            if (job.State == JobState.Stopped && ControlsJobs)
            {
                return job.Status;
            }

            int[] descriptors = [.. job.Parts.Where(static part => part.State != JobState.Done).Select(static part => part.WaitDescriptor), .. IsMain ? new[] { Process.Signals.Event.Number } : []];
            Poll.WaitAny(descriptors, Timeout.InfiniteTimeSpan);
            if (IsMain)
            {
                Process.TakeSignals();
                ObeyInterrupt();
                if (Process.HasTrap)
                {
                    return 128 + Process.NextTrap;
                }
            }
        }
    }

    /// <summary>Waits until there is something to read. False when a signal that has a trap came first.</summary>
    /// <exception cref="InterruptedException">The interrupt key.</exception>
    internal bool WaitForInput(SafeFd input)
    {
        while (IsMain)
        {
            // The signal first, and one that ended the wait is noted only now: what the interrupt key has not thrown away was typed after it.
            int ready = Poll.WaitAny([input.Number, Process.Signals.Event.Number], Timeout.InfiniteTimeSpan);
            if (!Process.TakeSignals() && ready == 0)
            {
                return true;
            }

            ObeyInterrupt();
            if (Process.HasTrap)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Waits until something is typed, and answers signals meanwhile.</summary>
    /// <param name="input">What is typed at.</param>
    /// <param name="timeout">How long at most; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <exception cref="InterruptedException">The interrupt key.</exception>
    internal InputEvent WaitForKey(SafeFd input, TimeSpan timeout)
    {
        while (true)
        {
            if (Process.HasHungUp)
            {
                return InputEvent.HungUp;
            }

            ObeyInterrupt();
            RunTraps();
            if (Process.IsResized)
            {
                Process.IsResized = false;
                return InputEvent.Resized;
            }

            // The signal first, and one that ended the wait is noted only now: what the interrupt key has not thrown away was typed after it, and
            // belongs to the next line.
            int ready = Poll.WaitAny([input.Number, Process.Signals.Event.Number], timeout);
            if (Process.TakeSignals())
            {
                Process.IsSuspended = false;
                continue;
            }

            if (ready == 0)
            {
                return InputEvent.Ready;
            }

            if (ready < 0 && timeout != Timeout.InfiniteTimeSpan)
            {
                return InputEvent.TimedOut;
            }
        }
    }

    /// <summary>Waits for a job, and answers signals meanwhile.</summary>
    private void WaitWhileRunning(Job job)
    {
        bool hasSpread = false;
        int count = job.Parts.Count + 1;
        int[] descriptors = ArrayPool<int>.Shared.Rent(count);
        try
        {
            while (true)
            {
                // Taken before looking: a stop that comes after the look has the wait end at once.
                if (IsMain)
                {
                    Process.TakeSignals();
                    PassKeys(job);
                }

                job.Update();
                if (IsOver(job))
                {
                    return;
                }

                if (!hasSpread && ControlsJobs && job.Group > 0 && job.Processes.Any(static part => part is { State: JobState.Stopped, Status.Signal: (int)SignalNumbers.SIGTSTP }))
                {
                    // The suspend key came when not all stages had been started.
                    ProcessGroups.Signal(job.Group, (int)SignalNumbers.SIGTSTP);
                    hasSpread = true;
                }

                int used = 0;
                foreach (JobPart part in job.Parts)
                {
                    if (part.State != JobState.Done)
                    {
                        descriptors[used++] = part.WaitDescriptor;
                    }
                }

                // Stops come by SIGCHLD only.
                if (IsMain)
                {
                    descriptors[used++] = Process.Signals.Event.Number;
                }

                Poll.WaitAny(descriptors.AsSpan(0, used), Timeout.InfiniteTimeSpan);
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(descriptors);
        }
    }

    private bool IsOver(Job job) => job.State == JobState.Done || (job.State == JobState.Stopped && ControlsJobs && job.Group > 0);

    // Signals of keys that come while a job is in the foreground were meant for it: the terminal had them sent to us before the job took it over.
    private void PassKeys(Job job)
    {
        if (!ControlsJobs || job.Group == 0)
        {
            return;
        }

        if (Process.IsInterrupted && ProcessGroups.Signal(job.Group, (int)SignalNumbers.SIGINT) == Errno.None)
        {
            Process.IsInterrupted = false;
        }

        if (Process.IsSuspended)
        {
            Process.IsSuspended = false;
            ProcessGroups.Signal(job.Group, (int)SignalNumbers.SIGTSTP);
        }
    }

    private void ReportDeath(Job job)
    {
        WaitStatus status = job.Deciding.Status;
        if (status.Signal == (int)SignalNumbers.SIGINT)
        {
            if (ControlsJobs)
            {
                WriteTo(2, "\n");
            }
        }
        else if (status.Signal is not 0 and not (int)SignalNumbers.SIGPIPE)
        {
            WriteTo(2, JobText.OfDeath(status) + "\n");
        }
    }

    // A program that SIGINT has ended takes the rest of the line with it, or the script. One that handles the signal does not.
    private void ObeyDeath(WaitStatus status)
    {
        if (!IsMain)
        {
            return;
        }

        bool isInterrupted = status.Signal == (int)SignalNumbers.SIGINT;
        if (isInterrupted && Process.IsInteractive)
        {
            // One key may have been sent to the shell and to the job: it is answered once.
            Process.TakeSignals();
            State.LastStatus = status.Code;
            Process.IsInterrupted = false;
            throw new InterruptedException();
        }

        if (isInterrupted && Process.IsInterrupted)
        {
            ShellProcess.DieBy((int)SignalNumbers.SIGINT);
        }

        Process.IsInterrupted = false;
    }
}

/// <summary>What ends a wait for a key.</summary>
internal enum InputEvent
{
    /// <summary>There is something to read.</summary>
    Ready,

    /// <summary>Nothing came in time.</summary>
    TimedOut,

    /// <summary>The window has another size.</summary>
    Resized,

    /// <summary>The terminal is gone.</summary>
    HungUp,
}
