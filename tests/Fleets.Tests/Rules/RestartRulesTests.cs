using Helios.Contracts;

namespace Helios.Fleets.Tests;

public class RestartRulesTests
{
    private static readonly RestartSpec s_plain = new() { Jitter = 0, Delay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(30) };
    private static readonly RunEnd s_failure = new(new ExitCause.Exited(1), TimeSpan.Zero, false, AfterStop.Decide);
    private static readonly RunEnd s_success = new(new ExitCause.Exited(0), TimeSpan.Zero, false, AfterStop.Decide);

    [Theory]
    [InlineData("no", 0, false)]
    [InlineData("no", 1, false)]
    [InlineData("on-failure", 0, false)]
    [InlineData("on-failure", 1, true)]
    [InlineData("always", 0, true)]
    [InlineData("always", 1, true)]
    [InlineData("unless-stopped", 0, true)]
    public void Policy_decides_by_the_exit_code(string policy, int code, bool again)
    {
        RestartVerdict verdict = RestartRules.Decide(
            s_plain with { Policy = RestartPolicy.Parse(policy) }, RestartMemory.Fresh, s_failure with { Cause = new ExitCause.Exited(code) }, Some.Time, 0);
        Assert.Equal(again, verdict is RestartVerdict.Again);
    }

    [Fact]
    public void Every_cause_but_code_0_is_a_failure()
    {
        ExitCause[] failures =
        [
            new ExitCause.Exited(3), new ExitCause.Signaled(Signal.Terminate), new ExitCause.OutOfMemory("web", null), new ExitCause.Seccomp(),
            new ExitCause.LaunchFailed("mount", "no"), new ExitCause.Lost("gone"), new ExitCause.Stopped("watchdog", ExitStatus.Exited(0), false),
        ];
        Assert.All(failures, cause => Assert.IsType<RestartVerdict.Again>(RestartRules.Decide(s_plain, RestartMemory.Fresh, s_failure with { Cause = cause }, Some.Time, 0)));
    }

    [Fact]
    public void A_stop_that_shall_last_is_never_followed_by_a_restart()
    {
        RunEnd stopped = s_failure with { Wish = AfterStop.StayDown };
        Assert.IsType<RestartVerdict.Stay>(RestartRules.Decide(s_plain with { Policy = RestartPolicy.Always }, RestartMemory.Fresh, stopped, Some.Time, 0));
    }

    [Fact]
    public void Delay_doubles_up_to_its_cap()
    {
        RestartMemory memory = RestartMemory.Fresh;
        List<double> delays = [];
        for (int i = 0; i < 8; i++)
        {
            RestartVerdict.Again again = Assert.IsType<RestartVerdict.Again>(RestartRules.Decide(s_plain, memory, s_failure, Some.Time, 0));
            delays.Add(again.Delay.TotalSeconds);
            memory = again.Memory;
        }

        Assert.Equal([1, 2, 4, 8, 16, 30, 30, 30], delays);
    }

    [Fact]
    public void Delay_never_overflows_however_often_it_grew()
        => Assert.Equal(TimeSpan.FromSeconds(30), RestartRules.DelayAt(s_plain, 100_000, 0));

    [Theory]
    [InlineData(0, 10)]
    [InlineData(0.5, 9)]
    [InlineData(0.999999, 8)]
    public void Jitter_takes_up_to_its_part_away(double chance, double seconds)
    {
        RestartSpec spec = s_plain with { Jitter = 0.2, Delay = TimeSpan.FromSeconds(10) };
        Assert.Equal(seconds, RestartRules.DelayAt(spec, 0, chance).TotalSeconds, 3);
    }

    [Fact]
    public void A_good_run_sets_the_delay_back()
    {
        RestartMemory grown = new() { Steps = 6, Failures = 6 };
        RunEnd good = s_failure with { RanFor = TimeSpan.FromSeconds(10), WasGood = true };
        Assert.Equal(TimeSpan.FromSeconds(1), Again(good).Delay);
        Assert.Equal(1, Again(good).Memory.Failures);
        Assert.Equal(TimeSpan.FromSeconds(30), Again(good with { RanFor = TimeSpan.FromSeconds(9.9) }).Delay);
        Assert.Equal(TimeSpan.FromSeconds(30), Again(good with { WasGood = false }).Delay);

        RestartVerdict.Again Again(RunEnd end) => Assert.IsType<RestartVerdict.Again>(RestartRules.Decide(s_plain, grown, end, Some.Time, 0));
    }

    [Fact]
    public void Retries_count_failures_in_a_row()
    {
        RestartSpec spec = s_plain with { Policy = RestartPolicy.Parse("on-failure:2") };
        RestartMemory memory = RestartMemory.Fresh;
        for (int i = 0; i < 2; i++)
        {
            memory = Assert.IsType<RestartVerdict.Again>(RestartRules.Decide(spec, memory, s_failure, Some.Time, 0)).Memory;
        }

        RestartVerdict.GiveUp gaveUp = Assert.IsType<RestartVerdict.GiveUp>(RestartRules.Decide(spec, memory, s_failure, Some.Time, 0));
        Assert.Equal("failed 3 times in a row, 2 retries are allowed; last: exit code 1", gaveUp.Reason);
    }

    [Fact]
    public void Intensity_counts_restarts_in_a_sliding_window()
    {
        RestartSpec spec = s_plain with { Policy = RestartPolicy.Always, Intensity = new Intensity(3, TimeSpan.FromMinutes(1)) };
        RestartMemory memory = RestartMemory.Fresh;
        for (int i = 0; i < 3; i++)
        {
            memory = Assert.IsType<RestartVerdict.Again>(RestartRules.Decide(spec, memory, s_success, Some.Time.AddSeconds(i * 10), 0)).Memory;
        }

        RestartVerdict.GiveUp gaveUp = Assert.IsType<RestartVerdict.GiveUp>(RestartRules.Decide(spec, memory, s_success, Some.Time.AddSeconds(59), 0));
        Assert.Equal("more than 3 restarts in 1m; last: exit code 0", gaveUp.Reason);
        Assert.IsType<RestartVerdict.Again>(RestartRules.Decide(spec, memory, s_success, Some.Time.AddSeconds(61), 0));
    }

    [Fact]
    public void A_launch_that_fails_without_a_policy_to_retry_it_is_a_give_up()
    {
        RunEnd failed = s_failure with { Cause = new ExitCause.LaunchFailed("mount proc", "EPERM") };
        RestartVerdict verdict = RestartRules.Decide(s_plain with { Policy = RestartPolicy.No }, RestartMemory.Fresh, failed, Some.Time, 0);
        Assert.Equal("not started: mount proc: EPERM", Assert.IsType<RestartVerdict.GiveUp>(verdict).Reason);
    }
}
