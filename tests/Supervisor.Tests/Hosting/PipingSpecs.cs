using Akka.Actor;

namespace Helios.Supervisor.Tests;

/// <summary>What a task ends with reaches an actor from the thread that ended it.</summary>
public sealed class PipingSpecs : Akka.TestKit.Xunit.TestKit
{
    [Fact]
    public void All_who_wait_for_one_task_are_told_before_its_end_returns()
    {
        TaskCompletionSource<int> source = new();
        List<int> threads = [];
        for (int i = 0; i < 3; i++)
        {
            int number = i;
            source.Task.PipeTo(TestActor, success: result =>
            {
                threads.Add(Environment.CurrentManagedThreadId);
                return result + number;
            });
        }

        source.SetResult(10);
        Assert.Equal(Enumerable.Repeat(Environment.CurrentManagedThreadId, 3), threads);
        Assert.Equal([10, 11, 12], ReceiveN(3).Cast<int>());
    }

    [Fact]
    public void A_task_that_has_ended_is_told_at_once()
    {
        Task.FromResult("done").PipeTo(TestActor);
        ExpectMsg("done");
        Task.CompletedTask.PipeTo(TestActor, success: static () => "over");
        ExpectMsg("over");
    }

    [Fact]
    public void A_failure_is_told_as_what_it_is_made_into_or_as_a_status()
    {
        Task.FromException<int>(new IOException("full")).PipeTo(TestActor, failure: static error => error.Message);
        ExpectMsg("full");
        Task.FromException(new IOException("full")).PipeTo(TestActor);
        Assert.Equal("full", ExpectMsg<Status.Failure>().Cause.Message);
        Task.FromResult(1).PipeTo(TestActor, success: static _ => throw new InvalidOperationException("not made"), failure: static error => error.Message);
        ExpectMsg("not made");
    }

    [Fact]
    public void Without_a_message_for_success_only_a_failure_is_told()
    {
        Task.CompletedTask.PipeTo(TestActor, failure: static error => error.Message);
        ExpectNoMsg(TimeSpan.FromMilliseconds(20));
    }
}
