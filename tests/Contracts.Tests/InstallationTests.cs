namespace Helios.Contracts.Tests;

public sealed class InstallationTests
{
    [Theory]
    [InlineData(null, "helios")]
    [InlineData("/srv/second", "helios_2")]
    public void Names_that_can_be_used_have_no_fault(string? state, string group) => Assert.Null(Installation.FaultOf(state, group));

    [Theory]
    [InlineData("second", "helios", "HELIOS_STATE_DIR: 'second' is not an absolute path")]
    [InlineData(null, "a-b", "HELIOS_CGROUP: 'a-b' is not a name of at most 32 characters of a-z, 0-9 and _ (a hyphen is a level in the name of a slice)")]
    [InlineData(null, "../up", "HELIOS_CGROUP: '../up' is not a name of at most 32 characters of a-z, 0-9 and _ (a hyphen is a level in the name of a slice)")]
    public void Names_that_cannot_be_used_are_told_with_the_variable(string? state, string group, string fault) => Assert.Equal(fault, Installation.FaultOf(state, group));
}
