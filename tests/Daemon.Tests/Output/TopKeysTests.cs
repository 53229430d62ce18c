using Helios.Cli;

namespace Helios.Daemon.Tests.Output;

public class TopKeysTests
{
    [Theory]
    [InlineData("s", new[] { "s" })]
    [InlineData("\e[B\e[B", new[] { "\e[B", "\e[B" })]
    [InlineData("\eOAq", new[] { "\eOA", "q" })]
    [InlineData("s\e[6~S", new[] { "s", "\e[6~", "S" })]
    [InlineData("\e", new[] { "\e" })]
    [InlineData("\e[", new[] { "\e[" })]
    [InlineData("\eq", new[] { "\e", "q" })]
    public void Keys_that_came_together_are_told_apart(string typed, string[] keys) => Assert.Equal(keys, TopKeys.Split(typed));
}
