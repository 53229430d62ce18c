using Helios.Cli;

namespace Helios.Daemon.Tests.Output;

public class DetachKeysTests
{
    [Fact]
    public void The_keys_end_it_and_what_came_before_is_passed_on()
    {
        List<byte> pass = [];
        Assert.True(DetachKeys.Parse(DetachKeys.Default).Take([(byte)'a', 16, 17, (byte)'b'], pass));
        Assert.Equal([(byte)'a'], pass);
    }

    [Fact]
    public void The_keys_may_come_in_two_pieces_and_a_false_beginning_is_passed_on()
    {
        DetachKeys keys = DetachKeys.Parse("ctrl-p,ctrl-q");
        List<byte> pass = [];
        Assert.False(keys.Take([16], pass));
        Assert.Empty(pass);
        Assert.False(keys.Take([(byte)'x', 16, 16], pass));
        Assert.Equal([16, (byte)'x', 16], pass);
        Assert.True(keys.Take([17], pass));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ctrl-")]
    [InlineData("ctrl-P")]
    [InlineData("ab")]
    public void What_is_no_key_is_refused(string text) => Assert.Throws<FormatException>(() => DetachKeys.Parse(text));
}
