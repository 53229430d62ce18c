using Helios.Linux;
using Helios.Simulation;
using Helios.Supervisor;

namespace Helios.Daemon;

/// <summary>Appends every run that ends to a journal, which <c>helios simulate --replay</c> repeats.</summary>
/// <remarks>
/// One write a run on a thread of the pool, never on an actor's: a slow disk holds nobody up. A full disk costs records, said once until one is written
/// again. The file is made for its owner alone and only ever appended to.
/// </remarks>
internal sealed class JournalWriter : IAsyncDisposable
{
    private readonly FileStream _file;
    private readonly Action<string> _warn;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _work;
    private long _last;
    private bool _fails;

    /// <param name="fleet">Whose runs.</param>
    /// <param name="path">The file; made when missing.</param>
    /// <param name="warn">Gets a line when records are lost.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    internal JournalWriter(IFleet fleet, string path, Action<string> warn)
    {
        _warn = warn;
        _file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        _work = Task.Run(() => WriteAsync(fleet));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _file.DisposeAsync().ConfigureAwait(false);
        _end.Dispose();
    }

    // The second time reads what happened up to the cancellation: what the daemon took down with it.
    private async Task WriteAsync(IFleet fleet)
    {
        await FollowAsync(fleet).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await FollowAsync(fleet).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task FollowAsync(IFleet fleet)
    {
        await foreach (FleetProtocol.Happened happened in fleet.EventsAsync(_last, _end.Token).ConfigureAwait(false))
        {
            _last = happened.Number;
            if (happened.Event is ContainerProtocol.Ended ended && JournalRun.Of(ended.Id, ended.Run) is { } run)
            {
                Append(Journal.Encode(run));
            }
        }
    }

    private void Append(byte[] record)
    {
        long before = _file.Position;
        try
        {
            _file.Write(record);
            _fails = false;
        }
        catch (IOException fault)
        {
            if (!_fails)
            {
                _warn($"{_file.Name}: {Reason.Of(fault)}; runs are not recorded until it can be written again");
            }

            _fails = true;
            CutTo(before);
        }
    }

    // Half a record would hide all that come after it.
    private void CutTo(long length)
    {
        try
        {
            _file.SetLength(length);
        }
        catch (IOException)
        {
            // What cannot be cut is noticed by the reader, which stops there.
        }
    }
}
