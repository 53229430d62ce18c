namespace Helios.Cli.Tests;

public class NearestNameTests
{
    [Theory]
    [InlineData("--memroy", "--memory")]
    [InlineData("--m", null)]
    [InlineData("--memo", "--memory")]
    [InlineData("--cpu", "--cpus")]
    [InlineData("--entirely-different", null)]
    public void Of_a_misspelt_option_is_the_one_with_fewest_edits(string word, string? nearest)
        => Assert.Equal(nearest, NearestName.Of(word, ["--memory", "--cpus", "--name-of-it"]));
}
