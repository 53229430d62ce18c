using System.Runtime.InteropServices;
using Helios.Support;

namespace Helios.Linux.Tests;

public sealed class SignalInboxTests
{
    [Fact]
    public void The_embedded_bytes_are_what_the_listing_assembles_to()
        => AssembledListing.IsEmbeddedAs(Convert.ToHexString(SignalStubX64.Code), "src", "Linux", "Signals", "SignalStub.x64.S");

    [Fact]
    public void The_return_begins_where_the_listing_says()
    {
        Needs.X64();
        Needs.Tool("as");
        Needs.Tool("nm");
        using TempTree temp = new();
        Tool.Run("as", "-o", temp.At("stub.o"), Repository.PathOf("src", "Linux", "Signals", "SignalStub.x64.S")).Expect();
        Assert.Contains($"{SignalStubX64.Return:x16} T signal_return", Tool.Run("nm", temp.At("stub.o")).Expect(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_has_the_offsets_that_the_listing_names()
    {
        Assert.Equal(0, (int)Marshal.OffsetOf<SignalInbox.SignalPage>(nameof(SignalInbox.SignalPage.EventFd)));
        Assert.Equal(8, (int)Marshal.OffsetOf<SignalInbox.SignalPage>(nameof(SignalInbox.SignalPage.One)));
        Assert.Equal(16, (int)Marshal.OffsetOf<SignalInbox.SignalPage>(nameof(SignalInbox.SignalPage.Counters)));
    }

    [Fact]
    public void A_caught_signal_is_readable_and_taken_once()
    {
        Needs.X64();
        const int Signal = (int)SignalNumbers.SIGUSR2;
        SignalInbox inbox = SignalInbox.OfProcess;
        inbox.Catch(Signal, restarts: true);
        try
        {
            Assert.Equal(SignalDisposition.Caught, SignalInbox.Disposition(Signal));
            Assert.Equal(Errno.None, ProcessGroups.Kill(Environment.ProcessId, Signal));
            Assert.True(Poll.WaitReadable(inbox.Event, TimeSpan.FromMinutes(1)));
            Assert.NotEqual(0UL, inbox.Event.Take());
            Assert.True(inbox.TryTake(out int taken));
            Assert.Equal(Signal, taken);
            Assert.False(inbox.TryTake(out _));
        }
        finally
        {
            SignalInbox.SetDisposition(Signal, ignored: false);
        }
    }

    [Fact]
    public void A_burst_of_signals_over_many_threads_ends_in_the_inbox_and_nowhere_else()
    {
        Needs.X64();
        const int Signal = (int)SignalNumbers.SIGUSR2;
        SignalInbox inbox = SignalInbox.OfProcess;
        inbox.Catch(Signal, restarts: true);
        try
        {
            int seen = 0;
            Parallel.For(0, 20_000, _ =>
            {
                // Work that allocates: the handler interrupts managed code at any instruction.
                GC.KeepAlive(new byte[64]);
                ProcessGroups.Kill(Environment.ProcessId, Signal);
                if (inbox.TryTake(out int _))
                {
                    Interlocked.Increment(ref seen);
                }
            });
            Assert.True(seen > 0);
        }
        finally
        {
            SignalInbox.SetDisposition(Signal, ignored: false);
            inbox.Event.Take();
            inbox.TryTake(out _);
        }
    }

    [Fact]
    public void A_child_starts_with_the_default_of_a_signal_that_is_caught_here()
    {
        Needs.X64();
        const int Signal = (int)SignalNumbers.SIGUSR2;
        SignalInbox.OfProcess.Catch(Signal, restarts: true);
        try
        {
            using Launcher launcher = Launcher.OnCallersThread();
            using SpawnScript script = new();
            script.UnblockSignals();
            script.Call("exec", Sys.execve, script.Text("/bin/sh"), script.TextArray(["sh", "-c", "kill -USR2 $$; exit 3"]), script.TextArray([]));
            using SpawnedProcess child = launcher.Launch(script, new SpawnRequest());
            Assert.Equal(Signal, child.Wait().Signal);
        }
        finally
        {
            SignalInbox.SetDisposition(Signal, ignored: false);
        }
    }
}
