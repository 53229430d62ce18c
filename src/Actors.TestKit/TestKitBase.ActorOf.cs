#nullable disable annotations
using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using Helios.Actors.TestKit.Internal;

namespace Helios.Actors.TestKit;

public abstract partial class TestKitBase
{
    private const DynamicallyAccessedMemberTypes Constructors
        = DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.NonPublicConstructors;

    /// <summary>Makes an actor.</summary>
    public IActorRef ActorOf(Props props) => Sys.ActorOf(props, null);

    /// <summary>Makes an actor.</summary>
    public IActorRef ActorOf(Props props, string name) => Sys.ActorOf(props, name);

    /// <summary>Makes an actor.</summary>
    public IActorRef ActorOf<[DynamicallyAccessedMembers(Constructors)] TActor>()
        where TActor : ActorBase, new() => Sys.ActorOf(Props.Create<TActor>(), null);

    /// <summary>Makes an actor.</summary>
    public IActorRef ActorOf<[DynamicallyAccessedMembers(Constructors)] TActor>(string name)
        where TActor : ActorBase, new() => Sys.ActorOf(Props.Create<TActor>(), name);

    /// <summary>Makes an actor.</summary>
    public IActorRef ActorOf<[DynamicallyAccessedMembers(Constructors)] TActor>(Expression<Func<TActor>> factory)
        where TActor : ActorBase => Sys.ActorOf(Props.Create(factory), null);

    /// <summary>Makes an actor.</summary>
    public IActorRef ActorOf<[DynamicallyAccessedMembers(Constructors)] TActor>(Expression<Func<TActor>> factory, string name)
        where TActor : ActorBase => Sys.ActorOf(Props.Create(factory), name);

    /// <summary>Makes a child of the test actor.</summary>
    public IActorRef ChildActorOf(Props props, string name, CancellationToken cancellationToken = default)
        => ChildActorOf(props, name, null, cancellationToken);

    /// <summary>Makes a child of the test actor.</summary>
    public IActorRef ChildActorOf(Props props, CancellationToken cancellationToken = default)
        => ChildActorOf(props, null, null, cancellationToken);

    /// <summary>Makes a child of the test actor, its failures handled by a strategy.</summary>
    public IActorRef ChildActorOf(Props props, string name, SupervisorStrategy supervisorStrategy, CancellationToken cancellationToken = default)
    {
        Task<IActorRef> child = TestActor.Ask<IActorRef>(new Spawn(props, name, supervisorStrategy), Dilated(TestKitSettings.DefaultTimeout), cancellationToken);
        Waiting?.RunUntil(() => child.IsCompleted, TestKitSettings.DefaultTimeout);
        return child.GetAwaiter().GetResult();
    }

    /// <summary>Makes an actor that runs on the thread of the test, and whose instance the test can see.</summary>
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Props props, IActorRef supervisor, string name = null)
        where TActor : ActorBase => new(Sys, props, supervisor, name);

    /// <summary>Makes an actor that runs on the thread of the test, and whose instance the test can see.</summary>
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Props props, string name = null)
        where TActor : ActorBase => new(Sys, props, null, name);

    /// <summary>Makes an actor that runs on the thread of the test, and whose instance the test can see.</summary>
    public TestActorRef<TActor> ActorOfAsTestActorRef<[DynamicallyAccessedMembers(Constructors)] TActor>(string name = null)
        where TActor : ActorBase, new() => new(Sys, Props.Create<TActor>(), null, name);

    /// <summary>Makes an actor that runs on the thread of the test, and whose instance the test can see.</summary>
    public TestActorRef<TActor> ActorOfAsTestActorRef<[DynamicallyAccessedMembers(Constructors)] TActor>(IActorRef supervisor, string name = null)
        where TActor : ActorBase, new() => new(Sys, Props.Create<TActor>(), supervisor, name);

    /// <summary>Makes an actor that runs on the thread of the test, and whose instance the test can see.</summary>
    public TestActorRef<TActor> ActorOfAsTestActorRef<[DynamicallyAccessedMembers(Constructors)] TActor>(Expression<Func<TActor>> factory, string name = null)
        where TActor : ActorBase => new(Sys, Props.Create(factory), null, name);

    /// <summary>Makes an actor that runs on the thread of the test, and whose instance the test can see.</summary>
    public TestActorRef<TActor> ActorOfAsTestActorRef<[DynamicallyAccessedMembers(Constructors)] TActor>(Expression<Func<TActor>> factory, IActorRef supervisor, string name = null)
        where TActor : ActorBase => new(Sys, Props.Create(factory), supervisor, name);
}
