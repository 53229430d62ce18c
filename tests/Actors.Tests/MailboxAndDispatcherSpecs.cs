using System.Collections.Concurrent;
using Helios.Actors.Dispatch.MessageQueues;

namespace Helios.Actors.Tests;

/// <summary>Mailboxes and dispatchers that configuration names.</summary>
public sealed class MailboxAndDispatcherSpecs() : TestKit.Xunit2.TestKit($$"""
    priority.mailbox-type = "{{typeof(LongFirst).AssemblyQualifiedName}}"
    control { mailbox-type = "Akka.Dispatch.UnboundedControlAwareMailbox" }
    bounded {
      mailbox-type = "Akka.Dispatch.BoundedMailbox"
      mailbox-capacity = 2
      mailbox-push-timeout-time = 0s
    }
    pinned.type = PinnedDispatcher
    """)
{
    [Fact]
    public void A_priority_mailbox_serves_the_smallest_number_first_and_equal_ones_in_order()
        => Assert.Equal(["ccc", "bb", "dd", "a"], ServedBy("priority", "a", "bb", "ccc", "dd"));

    [Fact]
    public void A_control_aware_mailbox_serves_control_messages_first()
        => Assert.Equal(["stop", "1", "2"], ServedBy("control", "1", "2", new Control("stop")));

    [Fact]
    public void A_bounded_mailbox_turns_what_finds_no_room_into_dead_letters()
    {
        TestProbe letters = CreateTestProbe();
        Sys.EventStream.Subscribe<DeadLetter>(letters);
        Assert.Equal(["1", "2"], ServedBy("bounded", "1", "2", "3"));
        Assert.Equal("3", letters.ExpectMsg<DeadLetter>().Message);
    }

    [Fact]
    public void A_pinned_actor_keeps_its_own_thread()
    {
        IActorRef pinned = Sys.ActorOf(Props.Create(() => new ThreadTeller()).WithDispatcher("pinned"));
        HashSet<int> threads = [];
        for (int i = 0; i < 20; i++)
        {
            pinned.Tell("thread?");
            threads.Add(ExpectMsg<int>());
        }

        Assert.Single(threads);
        Watch(pinned);
        Sys.Stop(pinned);
        ExpectTerminated(pinned);
    }

    [Fact]
    public void The_calling_thread_dispatcher_has_processed_before_Tell_returns()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new ThreadTeller()).WithDispatcher(TestKit.CallingThreadDispatcher.Id));
        actor.Tell("thread?");
        Assert.True(HasMessages);
        ExpectMsg(Environment.CurrentManagedThreadId);
    }

    [Fact]
    public void An_unknown_dispatcher_or_mailbox_is_named_in_the_error()
    {
        Assert.Contains("nowhere", Assert.Throws<ConfigurationException>(() => Sys.ActorOf(Props.Empty.WithDispatcher("nowhere"))).Message, StringComparison.Ordinal);
        Assert.Contains("nowhere", Assert.Throws<ConfigurationException>(() => Sys.ActorOf(Props.Empty.WithMailbox("nowhere"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_queue_loses_and_reorders_nothing_under_four_producers()
    {
        const int each = 200_000;
        UnboundedMessageQueue queue = new();
        Thread[] producers = [.. Enumerable.Range(0, 4).Select(id => new Thread(() =>
        {
            for (int i = 0; i < each; i++)
            {
                queue.TryEnqueue((id, i), null);
            }
        }))];
        foreach (Thread producer in producers)
        {
            producer.Start();
        }

        int[] next = new int[4];
        int received = 0;
        SpinWait spin = default;
        while (received < 4 * each)
        {
            if (!queue.TryDequeue(out Envelope envelope))
            {
                spin.SpinOnce();
                continue;
            }

            (int id, int number) = ((int, int))envelope.Message;
            Assert.Equal(next[id]++, number);
            received++;
        }

        Assert.False(queue.HasMessages);
        Assert.Equal(0, queue.Count);
        queue.Close();
        Assert.False(queue.TryEnqueue("late", null));
    }

    [Fact]
    public void A_hundred_thousand_actors_start_and_stop()
    {
        ConcurrentDictionary<int, bool> stopped = new();
        using CountdownEvent all = new(100_000);
        for (int i = 0; i < 100_000; i++)
        {
            int id = i;
            Sys.Stop(Sys.ActorOf(Props.Create(() => new Stopping(id, stopped, all))));
        }

        Assert.True(all.Wait(TimeSpan.FromSeconds(60)));
        Assert.Equal(100_000, stopped.Count);
        AwaitCondition(() => ((LocalActorRef)((ExtendedActorSystem)Sys).Guardian).Cell.ChildRefs().Count == 0, TimeSpan.FromSeconds(30));
    }

    private string[] ServedBy(string mailbox, params object[] messages)
    {
        using ManualResetEventSlim gate = new();
        using ManualResetEventSlim entered = new();
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Gated(TestActor, gate, entered)).WithMailbox(mailbox));
        actor.Tell(gate);
        entered.Wait(TimeSpan.FromSeconds(5));
        foreach (object message in messages)
        {
            actor.Tell(message);
        }

        gate.Set();
        int served = mailbox == "bounded" ? 2 : messages.Length;
        return [.. Enumerable.Range(0, served).Select(_ => FishForMessage<string>(static _ => true))];
    }

    public sealed class LongFirst(Settings settings, Config config) : UnboundedStablePriorityMailbox(settings, config)
    {
        protected override int PriorityGenerator(object message) => message is string text ? -text.Length : 0;
    }

    private sealed record Control(string Text) : IControlMessage;

    private sealed class Gated : ReceiveActor
    {
        public Gated(IActorRef report, ManualResetEventSlim gate, ManualResetEventSlim entered)
        {
            Receive<ManualResetEventSlim>(_ =>
            {
                entered.Set();
                gate.Wait(TimeSpan.FromSeconds(5));
            });
            Receive<Control>(control => report.Tell(control.Text));
            Receive<string>(text => report.Tell(text));
        }
    }

    private sealed class ThreadTeller : ReceiveActor
    {
        public ThreadTeller() => ReceiveAny(_ => Sender.Tell(Environment.CurrentManagedThreadId));
    }

    private sealed class Stopping(int id, ConcurrentDictionary<int, bool> stopped, CountdownEvent all) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }

        protected override void PostStop()
        {
            stopped[id] = true;
            all.Signal();
        }
    }
}
