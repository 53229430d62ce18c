namespace Helios.Actors.Tests;

public sealed class ActorPathTests
{
    [Fact]
    public void A_path_is_printed_and_read_back_with_its_uid()
    {
        ActorPath path = new ChildActorPath(new RootActorPath(new Address("akka", "sys")) / "user", "a", 17);
        Assert.Equal("akka://sys/user/a", path.ToString());
        Assert.Equal("/user/a", path.ToStringWithoutAddress());
        Assert.Equal("akka://sys/user/a#17", path.ToStringWithUid());
        ActorPath read = ActorPath.Parse(path.ToSerializationFormat());
        Assert.Equal(path, read);
        Assert.Equal(17, read.Uid);
        Assert.Equal(["user", "a"], read.Elements);
        Assert.Equal("user", read.Parent!.Name);
        Assert.Equal("/", read.Root.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("user/a")]
    [InlineData("akka://")]
    [InlineData("akka://sys@host:port/a")]
    [InlineData("akka://sys/a#x")]
    public void Other_text_is_no_path(string text) => Assert.False(ActorPath.TryParse(text, out _));

    [Fact]
    public void Paths_are_equal_by_place_and_ordered_by_text()
    {
        RootActorPath root = new(new Address("akka", "sys"));
        Assert.True(root / "a" == root / "a");
        Assert.False(root / "a" == new RootActorPath(new Address("akka", "other")) / "a");
        Assert.Equal((root / "a").GetHashCode(), new ChildActorPath(root, "a", 9).GetHashCode());
        Assert.True((root / "a").CompareTo(root / "b") < 0);
    }
}
