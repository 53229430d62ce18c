namespace Helios.Linux.Tests.Handles;

public class PollTests
{
    [Fact]
    public void A_wait_with_a_condition_ends_when_there_is_something_to_read()
    {
        using Pipe pipe = Pipe.Create();
        using EventFd given = EventFd.Create();
        DescriptorIo.WriteAll(pipe.WriteEnd, "x"u8);
        Assert.True(Poll.WaitReadableUnless(pipe.ReadEnd, given));
    }

    [Fact]
    public void A_wait_with_a_condition_ends_when_that_comes_true_even_with_something_to_read()
    {
        using Pipe pipe = Pipe.Create();
        using EventFd given = EventFd.Create();
        Thread waiting = new(() => Assert.False(Poll.WaitReadableUnless(pipe.ReadEnd, given)));
        waiting.Start();
        given.Signal();
        waiting.Join();
        DescriptorIo.WriteAll(pipe.WriteEnd, "x"u8);
        Assert.False(Poll.WaitReadableUnless(pipe.ReadEnd, given));
    }
}
