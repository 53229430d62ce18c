namespace Helios.Linux;

/// <summary>Launches through the gate.</summary>
/// <remarks>
/// The child shares our memory only up to its exec of the gate, so that is when clone3 returns here. What follows is told by a pipe of which the child
/// alone has the other end: it is closed when the payload's exec has succeeded, or when the child has died, and the script's page tells which.
/// The launcher can make the next child meanwhile.
/// </remarks>
public sealed unsafe partial class Launcher
{
    private SpawnedProcess LaunchThroughGate(SpawnScript script, in SpawnRequest request, Action<HeldProcess>? prepare)
    {
        SynchronizationPipe? pipe = null;
        SharedScript? shared = null;
        using Pipe walking = Pipe.Create();
        try
        {
            SpawnedProcess child;
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_stopping, this);

                // Another child of ours that is cloned while these ends are open has copies until it is at its own gate, and keeps them for as long as it is held before one.
                lock (SynchronizationPipe.CloneGate)
                {
                    pipe = prepare is null ? null : new SynchronizationPipe();
                    shared = new SharedScript(script, pipe);
                    child = EnterGate(script, shared, request, pipe, walking.WriteEnd);
                    walking.WriteEnd.Dispose();
                    pipe?.CloseRead();
                }
            }

            Exception? fault = null;
            if (prepare is not null)
            {
                fault = Prepare(script, child, pipe!, prepare);
            }

            Await(walking.ReadEnd);
            return Finish(script, child, shared.Walked, fault);
        }
        finally
        {
            pipe?.Dispose();
            shared?.Dispose();
        }
    }

    private SpawnedProcess EnterGate(SpawnScript script, SharedScript shared, in SpawnRequest request, SynchronizationPipe? pipe, PipeEnd walking)
    {
        IEnumerable<int> inherited = script.Inherited.Append(walking.Number);
        bool ownUsers = (request.Flags & CloneFlags.NewUser) != 0;
        using FileFd? own = SpawnGate.File is null ? SpawnGate.MakeFile() : null;
        using SpawnScript approach = SpawnGate.Approach(shared, (SafeFd?)own ?? SpawnGate.File!, pipe is null ? inherited : inherited.Append(pipe.ReadNumber), ownUsers);
        Begin(approach.Seal(pipe: null), request, announce: false);
        AwaitDone();
        ThrowIfNotCloned(request);
        return Finish(approach, new SpawnedProcess(_call->Pid, new PidFd(_call->PidFd)), *_page, fault: null);
    }

    private static Exception? Prepare(SpawnScript script, SpawnedProcess child, SynchronizationPipe pipe, Action<HeldProcess> prepare)
    {
        using (pipe)
        {
            try
            {
                HeldProcess held = new(child.Pid, child.PidFd, pipe, script.HoldCount);
                prepare(held);
                held.ReleaseAll();
                return null;
            }
            catch (Exception exception)
            {
                // As in a launch without the gate: whatever it is, the child must not run on. It is thrown again once the child has ended.
                if (!script.HasNestedClone)
                {
                    child.PidFd.TrySignal((int)SignalNumbers.SIGKILL);
                }

                return exception;
            }
        }
    }

    private static void Await(PipeEnd walking)
    {
        Span<byte> nothing = stackalloc byte[1];
        while (walking.Read(nothing) > 0)
        {
        }
    }
}
