using System.Collections.Immutable;

namespace Helios.Fleets.Tests;

public class GroupRulesTests
{
    private static readonly ImmutableArray<string> s_order = ["a", "b", "c", "d"];

    [Theory]
    [InlineData(GroupStrategy.OneForOne, "b", "")]
    [InlineData(GroupStrategy.AllForOne, "b", "a c d")]
    [InlineData(GroupStrategy.RestForOne, "b", "c d")]
    [InlineData(GroupStrategy.RestForOne, "d", "")]
    public void Strategy_says_who_restarts_along(GroupStrategy strategy, string ended, string along)
    {
        GroupVerdict verdict = Decide(new GroupSpec("g") { Strategy = strategy }, ended, MemberEnd.WillRestart).Verdict;
        Assert.Equal(along, verdict is GroupVerdict.RestartAlong others ? string.Join(' ', others.Members) : "");
    }

    [Fact]
    public void Members_that_finish_well_touch_nobody()
        => Assert.IsType<GroupVerdict.Nothing>(Decide(new GroupSpec("g") { Strategy = GroupStrategy.AllForOne }, "a", MemberEnd.Finished).Verdict);

    [Theory]
    [InlineData(GiveUpAction.Stay, false, null)]
    [InlineData(GiveUpAction.Stop, false, GiveUpAction.Stop)]
    [InlineData(GiveUpAction.Escalate, false, GiveUpAction.Escalate)]
    [InlineData(GiveUpAction.Stay, true, GiveUpAction.Stop)]
    [InlineData(GiveUpAction.Escalate, true, GiveUpAction.Escalate)]
    public void Give_up_of_a_member_follows_the_groups_rule_and_an_essential_one_is_never_ignored(GiveUpAction rule, bool essential, GiveUpAction? expected)
    {
        GroupVerdict verdict = Decide(new GroupSpec("g") { OnGiveUp = rule }, "a", MemberEnd.GaveUp, essential).Verdict;
        Assert.Equal(expected, verdict is GroupVerdict.GiveUp gaveUp ? gaveUp.Action : null);
    }

    [Fact]
    public void Essential_member_that_finishes_well_completes_the_group()
        => Assert.Equal("essential member a finished", Assert.IsType<GroupVerdict.Complete>(Decide(new GroupSpec("g"), "a", MemberEnd.Finished, essential: true).Verdict).Reason);

    [Fact]
    public void Intensity_counts_the_restarts_of_all_members_together()
    {
        GroupSpec spec = new("g") { Intensity = new Intensity(2, TimeSpan.FromMinutes(1)), OnGiveUp = GiveUpAction.Escalate };
        ImmutableArray<DateTimeOffset> restarts = [];
        foreach (string member in (string[])["a", "b"])
        {
            (GroupVerdict verdict, restarts) = GroupRules.Decide(spec, s_order, member, false, MemberEnd.WillRestart, restarts, Some.Time);
            Assert.IsType<GroupVerdict.Nothing>(verdict);
        }

        GroupVerdict third = GroupRules.Decide(spec, s_order, "c", false, MemberEnd.WillRestart, restarts, Some.Time.AddSeconds(59)).Verdict;
        Assert.Equal(new GroupVerdict.GiveUp(GiveUpAction.Escalate, "more than 2 restarts in 1m, the last by c"), third);
        Assert.IsType<GroupVerdict.Nothing>(GroupRules.Decide(spec, s_order, "c", false, MemberEnd.WillRestart, restarts, Some.Time.AddSeconds(60)).Verdict);
    }

    private static (GroupVerdict Verdict, ImmutableArray<DateTimeOffset>) Decide(GroupSpec spec, string member, MemberEnd end, bool essential = false)
        => GroupRules.Decide(spec, s_order, member, essential, end, [], Some.Time);
}
