namespace Helios.Actors.Tests;

public sealed class PropsTests
{
    [Fact]
    public void An_expression_gives_the_arguments_of_the_constructor()
    {
        int captured = 3;
        Props props = Props.Create(() => new Two(captured, $"{captured}x", null));
        Assert.Equal([3, "3x", null], props.Arguments);
        Assert.Equal(typeof(Two), props.Type);
    }

    [Fact]
    public void An_expression_that_makes_nothing_is_refused()
        => Assert.Throws<ArgumentException>(() => Props.Create(() => Make()));

    [Fact]
    public void Arguments_that_fit_no_constructor_are_refused_at_once()
        => Assert.Contains("String, Int32", Assert.Throws<ArgumentException>(() => Props.Create<Two>("a", 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void With_methods_change_a_copy()
    {
        Props plain = Props.Create<Two>(1, "a", null!);
        Props changed = plain.WithDispatcher("d").WithMailbox("m").WithStashCapacity(5);
        Assert.Equal(("d", "m", 5), (changed.Dispatcher, changed.Mailbox, changed.Deploy.StashCapacity));
        Assert.Equal((string.Empty, string.Empty, Deploy.NoStashSize), (plain.Dispatcher, plain.Mailbox, plain.Deploy.StashCapacity));
        Assert.NotEqual(plain, changed);
        Assert.Equal(plain, Props.Create<Two>(1, "a", null!));
    }

    private static Two Make() => throw new InvalidOperationException("never called");

    private sealed class Two(int number, string text, object? nothing) : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell((number, text, nothing));
    }
}
