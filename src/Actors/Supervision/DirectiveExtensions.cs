namespace Helios.Actors;

/// <summary>Pairs of exception and directive.</summary>
public static class DirectiveExtensions
{
    /// <summary>This directive for exceptions of a type.</summary>
    public static KeyValuePair<Type, Directive> When<TException>(this Directive self)
        where TException : Exception => new(typeof(TException), self);
}
