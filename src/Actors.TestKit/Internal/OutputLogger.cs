using Xunit;

namespace Helios.Actors.TestKit.Internal;

/// <summary>Writes log events to the output of a test.</summary>
internal sealed class OutputLogger(ITestOutputHelper output, IActorRef? root) : MinimalActorRef
{
    private readonly ActorPath _path = (root?.Path ?? new RootActorPath(Address.AllSystems)) / "test-output";

    public override ActorPath Path => _path;

    protected override void TellInternal(object message, IActorRef? sender)
    {
        try
        {
            output.WriteLine(message.ToString() ?? string.Empty);
        }
        catch (InvalidOperationException)
        {
            // The test has ended and takes no more output.
        }
    }
}
