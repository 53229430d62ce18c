namespace Helios.Actors;

/// <summary>Shorter ways to extensions.</summary>
public static class ActorSystemWithExtensions
{
    /// <summary>The extension of a type, which must have been registered.</summary>
    public static T WithExtension<T>(this ActorSystem system)
        where T : class, IExtension => system.GetExtension<T>();

    /// <summary>The extension of an id, made on first use.</summary>
    public static T WithExtension<T, TI>(this ActorSystem system)
        where T : class, IExtension
        where TI : IExtensionId, new() => (T)system.RegisterExtension(new TI());
}
