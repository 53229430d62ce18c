using FsCheck;
using FsCheck.Fluent;

namespace Helios.Simulation.Tests;

/// <summary>Durations that chance decides.</summary>
public sealed class DistributionTests
{
    [Theory]
    [InlineData("5m", "Always { Value = 00:05:00 }")]
    [InlineData("exponential(5m)", "Exponential { Mean = 00:05:00 }")]
    [InlineData("exponential(mean = 5m)", "Exponential { Mean = 00:05:00 }")]
    [InlineData("uniform(1s, 3s)", "Uniform { Min = 00:00:01, Max = 00:00:03 }")]
    [InlineData("uniform(max = 3s, min = 1s)", "Uniform { Min = 00:00:01, Max = 00:00:03 }")]
    public void It_is_read_from_a_text(string text, string expected) => Assert.Equal(expected, Distribution.Parse(text).ToString());

    [Theory]
    [InlineData("5", "'5' has no unit: write 250ms, 10s or 5m")]
    [InlineData("-5s", "'-5s' is negative")]
    [InlineData("exponential(", "'exponential(' has no closing parenthesis")]
    [InlineData("exponential()", "exponential takes mean, not 0 values")]
    [InlineData("exponential(max = 1s)", "exponential has no 'max': it takes mean")]
    [InlineData("uniform(3s, 1s)", "uniform: min 3s is more than max 1s")]
    [InlineData("normal(1s)", "'normal' is not a distribution: write a duration, exponential(MEAN), uniform(MIN, MAX) or empirical(DURATION, ...)")]
    [InlineData("empirical()", "empirical: at least one duration must be listed")]
    public void A_faulty_text_is_refused_with_the_reason(string text, string reason)
        => Assert.Equal(reason, Assert.Throws<FormatException>(() => Distribution.Parse(text)).Message);

    [Fact]
    public void Draws_have_the_mean_that_was_asked_for()
    {
        Random chance = new(1);
        double mean = Enumerable.Range(0, 20_000).Average(_ => Distribution.Parse("exponential(100s)").Draw(chance).TotalSeconds);
        Assert.InRange(mean, 97, 103);
    }

    [Fact]
    public void Draws_stay_within_the_bounds_that_were_given()
        => Prop.ForAll<PositiveInt, NonNegativeInt, int>(static (min, more, seed) =>
        {
            Distribution.Uniform uniform = new(TimeSpan.FromTicks(min.Get), TimeSpan.FromTicks((long)min.Get + more.Get));
            TimeSpan drawn = uniform.Draw(new Random(seed));
            return drawn >= uniform.Min && drawn <= uniform.Max;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_logarithm_is_that_of_the_library_to_the_last_bits()
    {
        Random chance = new(1);
        for (int i = 0; i < 100_000; i++)
        {
            double x = 1 - chance.NextDouble();
            Assert.True(Math.Abs(Logarithm.Of(x) - Math.Log(x)) <= 4e-15 * Math.Max(1, Math.Abs(Math.Log(x))), $"{x:R}");
        }
    }

    [Fact]
    public void A_seed_draws_the_same_for_ever()
    {
        Random chance = new(42);
        Assert.Equal([330882312, 45563533, 40237169], Enumerable.Range(0, 3).Select(_ => Distribution.Parse("exponential(30s)").Draw(chance).Ticks));
    }
}
