#nullable disable annotations
using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using Helios.Actors.Internal;

namespace Helios.Actors;

/// <summary>The recipe of an actor: its type and constructor arguments, strategy, dispatcher and mailbox. Immutable.</summary>
public class Props : IEquatable<Props>
{
    private const DynamicallyAccessedMemberTypes Constructors
        = DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.NonPublicConstructors;

    /// <summary>The recipe that makes no actor.</summary>
    public static readonly Props None = new(ActorProducer.None, [], Deploy.None, null);

    private readonly ActorProducer _producer;

    /// <summary>A recipe for a type whose constructor has no parameters.</summary>
    public Props([DynamicallyAccessedMembers(Constructors)] Type type)
        : this(type, [])
    {
    }

    /// <summary>A recipe for a type and the arguments of its constructor.</summary>
    public Props([DynamicallyAccessedMembers(Constructors)] Type type, object[] args)
        : this(ConstructorProducer.For(type, args), args, Deploy.None, null)
    {
    }

    private Props(ActorProducer producer, object[] arguments, Deploy deploy, SupervisorStrategy supervisorStrategy)
    {
        _producer = producer;
        Arguments = arguments;
        Deploy = deploy;
        SupervisorStrategy = supervisorStrategy;
    }

    /// <summary>The recipe of an actor that knows no message.</summary>
    public static Props Empty { get; } = Create<EmptyActor>();

    /// <summary>The type of the actor.</summary>
    public Type Type => _producer.ActorType;

    /// <summary>The full name of the type.</summary>
    public string TypeName => Type.AssemblyQualifiedName;

    /// <summary>The arguments of the constructor, the same for each incarnation.</summary>
    public object[] Arguments { get; }

    /// <summary>Where and how it runs.</summary>
    public Deploy Deploy { get; protected set; }

    /// <summary>Overrides the strategy of the actor for its children; null leaves the actor's own.</summary>
    public SupervisorStrategy SupervisorStrategy { get; protected set; }

    /// <summary>The id of the dispatcher.</summary>
    public string Dispatcher => Deploy.Dispatcher;

    /// <summary>The id of the mailbox.</summary>
    public string Mailbox => Deploy.Mailbox;

    /// <summary>A recipe from an expression: <c>Props.Create(() => new Worker(3))</c>. The arguments are evaluated now, once.</summary>
    /// <exception cref="ArgumentException">The expression is no constructor call.</exception>
    public static Props Create<[DynamicallyAccessedMembers(Constructors)] TActor>(
        Expression<Func<TActor>> factory, SupervisorStrategy supervisorStrategy = null)
        where TActor : ActorBase
    {
        (ActorProducer producer, object[] arguments) = ConstructorProducer.From(factory);
        return new Props(producer, arguments, Deploy.None, supervisorStrategy);
    }

    /// <summary>A recipe for a type and the arguments of its constructor.</summary>
    public static Props Create<[DynamicallyAccessedMembers(Constructors)] TActor>(params object[] args)
        where TActor : ActorBase => new(typeof(TActor), args);

    /// <summary>A recipe for a type, with a strategy for its children.</summary>
    public static Props Create<[DynamicallyAccessedMembers(Constructors)] TActor>(SupervisorStrategy supervisorStrategy)
        where TActor : ActorBase, new() => new Props(typeof(TActor), []).WithSupervisorStrategy(supervisorStrategy);

    /// <summary>A recipe for a type and the arguments of its constructor.</summary>
    public static Props Create([DynamicallyAccessedMembers(Constructors)] Type type, params object[] args) => new(type, args);

    /// <summary>A recipe that asks a producer for each instance.</summary>
    public static Props CreateBy(IIndirectActorProducer producer, params object[] args)
        => new(new IndirectProducer(producer), args, Deploy.None, null);

    /// <summary>The same with another dispatcher.</summary>
    public Props WithDispatcher(string dispatcher) => WithDeploy(Deploy.WithDispatcher(dispatcher));

    /// <summary>The same with another mailbox.</summary>
    public Props WithMailbox(string mailbox) => WithDeploy(Deploy.WithMailbox(mailbox));

    /// <summary>The same with a bounded stash.</summary>
    public Props WithStashCapacity(int stashCapacity) => WithDeploy(Deploy.WithStashCapacity(stashCapacity));

    /// <summary>The same, run differently.</summary>
    public Props WithDeploy(Deploy deploy) => new(_producer, Arguments, deploy, SupervisorStrategy);

    /// <summary>The same with another strategy for the actor's children.</summary>
    public Props WithSupervisorStrategy(SupervisorStrategy supervisorStrategy) => new(_producer, Arguments, Deploy, supervisorStrategy);

    /// <summary>Makes an instance; called by the kernel inside the actor's context.</summary>
    public virtual ActorBase NewActor() => _producer.Produce(Arguments);

    /// <inheritdoc/>
    public bool Equals(Props other)
        => other is not null
        && Type == other.Type
        && Deploy.Equals(other.Deploy)
        && Equals(SupervisorStrategy, other.SupervisorStrategy)
        && Arguments.AsSpan().SequenceEqual(other.Arguments);

    /// <inheritdoc/>
    public override bool Equals(object obj) => Equals(obj as Props);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Deploy, Arguments.Length);

    internal void Release(ActorBase actor) => _producer.Release(actor);

    private sealed class EmptyActor : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);
    }
}
