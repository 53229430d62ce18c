using System.Buffers;

namespace Helios.Control.Tests;

/// <summary>A pool that tells when everything it lent has come back.</summary>
internal sealed class WatchedPool(MemoryPool<byte> inner) : MemoryPool<byte>
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _empty;

    /// <summary>Buffers that are lent now.</summary>
    internal int Lent { get; private set; }

    /// <summary>How many were lent ever.</summary>
    internal int Rents { get; private set; }

    public override int MaxBufferSize => inner.MaxBufferSize;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        IMemoryOwner<byte> owner = inner.Rent(minBufferSize);
        lock (_gate)
        {
            Lent++;
            Rents++;
            return new Loan(this, owner);
        }
    }

    internal async Task UntilAllIsBackAsync()
    {
        Task empty;
        lock (_gate)
        {
            _empty = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            empty = Lent == 0 ? Task.CompletedTask : _empty.Task;
        }

        await empty.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
    }

    private void Return()
    {
        lock (_gate)
        {
            if (--Lent == 0)
            {
                _empty?.TrySetResult();
            }
        }
    }

    private sealed class Loan(WatchedPool pool, IMemoryOwner<byte> owner) : IMemoryOwner<byte>
    {
        private bool _returned;

        public Memory<byte> Memory => owner.Memory;

        public void Dispose()
        {
            Assert.False(_returned, "a buffer was given back twice");
            _returned = true;
            owner.Dispose();
            pool.Return();
        }
    }
}
