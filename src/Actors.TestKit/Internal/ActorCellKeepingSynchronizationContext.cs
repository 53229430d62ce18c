namespace Helios.Actors.TestKit.Internal;

/// <summary>Makes the test actor the sender also after an await of the test.</summary>
internal sealed class ActorCellKeepingSynchronizationContext(ActorCell cell) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state)
        => ThreadPool.UnsafeQueueUserWorkItem(
            static work =>
            {
                SynchronizationContext? outer = Current;
                SetSynchronizationContext(work.self);
                ActorCell? previous = ActorCell.Current;
                ActorCell.Current = work.self.Cell;
                try
                {
                    work.d(work.state);
                }
                finally
                {
                    ActorCell.Current = previous;
                    SetSynchronizationContext(outer);
                }
            },
            (self: this, d, state),
            preferLocal: false);

    public override void Send(SendOrPostCallback d, object? state) => cell.UseThreadContext(() => d(state));

    public override SynchronizationContext CreateCopy() => this;

    private ActorCell Cell => cell;
}
