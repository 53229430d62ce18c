using Helios.Contracts;

namespace Helios.Isolation.Tests.Users;

public sealed class UserDatabaseTests
{
    private static readonly UserDatabase s_database = new(
        "root:x:0:0::/root:/bin/sh\nweb:x:33:34::/:/bin/false\nbroken:x\nodd:x:notanumber:1::/:/bin/sh\n",
        "root:x:0:\nwww:x:34:\nlog:x:40:other,web\n");

    [Fact]
    public void A_name_brings_its_group_and_memberships()
    {
        UserIds ids = s_database.Resolve(UserSpec.Parse("web"), []);
        Assert.Equal((33u, 34u), (ids.UserId, ids.GroupId));
        Assert.Equal([40u], ids.Groups);
    }

    [Fact]
    public void An_explicit_group_replaces_the_memberships()
    {
        UserIds ids = s_database.Resolve(UserSpec.Parse("web:log"), []);
        Assert.Equal((33u, 40u), (ids.UserId, ids.GroupId));
        Assert.Empty(ids.Groups);
    }

    [Fact]
    public void A_number_without_an_entry_is_itself_with_group_zero()
    {
        UserIds ids = s_database.Resolve(UserSpec.Parse("4242"), []);
        Assert.Equal((4242u, 0u), (ids.UserId, ids.GroupId));
    }

    [Fact]
    public void A_number_with_an_entry_takes_its_group() => Assert.Equal(34u, s_database.Resolve(UserSpec.Parse("33"), []).GroupId);

    [Fact]
    public void Extra_groups_are_names_or_numbers() => Assert.Equal([7u, 40u], s_database.Resolve(UserSpec.Root, ["log", "7"]).Groups);

    [Theory]
    [InlineData("nobody", "no user 'nobody'")]
    [InlineData("broken", "no user 'broken'")]
    [InlineData("root:nogroup", "no group 'nogroup'")]
    [InlineData("odd", "gives user 'odd' the number 'notanumber'")]
    public void What_the_files_do_not_know_is_named(string user, string complaint)
        => Assert.Contains(complaint, Assert.Throws<FormatException>(() => s_database.Resolve(UserSpec.Parse(user), [])).Message, StringComparison.Ordinal);
}
