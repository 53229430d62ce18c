namespace Helios.Actors;

/// <summary>Names and makes an extension.</summary>
public interface IExtensionId
{
    /// <summary>The type of the extension.</summary>
    Type ExtensionType { get; }

    /// <summary>The extension of a system, made on first use.</summary>
    object Apply(ActorSystem system);

    /// <summary>The extension of a system.</summary>
    object Get(ActorSystem system);

    /// <summary>Makes the extension; called once for each system.</summary>
    object CreateExtension(ExtendedActorSystem system);
}

/// <summary>Names and makes an extension of a type.</summary>
public interface IExtensionId<out T> : IExtensionId
    where T : IExtension
{
    /// <summary>The extension of a system, made on first use.</summary>
    new T Apply(ActorSystem system);

    /// <summary>The extension of a system.</summary>
    new T Get(ActorSystem system);

    /// <summary>Makes the extension; called once for each system.</summary>
    new T CreateExtension(ExtendedActorSystem system);
}
