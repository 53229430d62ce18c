#nullable disable annotations
using Helios.Actors.Dispatch;
using Helios.Actors.Dispatch.SysMsg;

namespace Helios.Actors;

/// <summary>The reference to an actor of this process.</summary>
/// <remarks>Holds name, uid and parent instead of a path: the path is rendered when somebody asks for it.</remarks>
public sealed class LocalActorRef : InternalActorRefBase
{
    private readonly InternalActorRefBase _parent;
    private readonly ActorCell _cell;
    private readonly string _name;
    private readonly long _uid;
    private ActorPath _path;

    internal LocalActorRef(
        ActorSystemImpl system,
        Props props,
        MessageDispatcher dispatcher,
        IMessageQueueFactory mailbox,
        InternalActorRefBase parent,
        string name,
        long uid)
    {
        _parent = parent;
        _name = name;
        _uid = uid;
        _cell = new ActorCell(system, this, props, dispatcher, mailbox);
    }

    internal LocalActorRef(
        ActorSystemImpl system,
        Props props,
        MessageDispatcher dispatcher,
        IMessageQueueFactory mailbox,
        InternalActorRefBase parent,
        ActorPath path)
        : this(system, props, dispatcher, mailbox, parent, path.Name, path.Uid)
        => _path = path;

    /// <inheritdoc/>
    public override ActorPath Path => _path ??= new ChildActorPath(_parent.Path, _name, _uid);

    /// <inheritdoc/>
    public override IInternalActorRef Parent => _parent;

    /// <inheritdoc/>
    public override bool IsTerminated => _cell.IsTerminated;

    /// <inheritdoc/>
    public override bool IsLocal => true;

    /// <summary>The inside of the actor. Not for application code.</summary>
    public ActorCell Cell => _cell;

    internal string Name => _name;

    internal long Uid => _uid;

    internal InternalActorRefBase Supervisor => _parent;

    /// <inheritdoc/>
    public override IActorRef GetChild(IReadOnlyList<string> name)
    {
        IInternalActorRef current = this;
        foreach (string element in name)
        {
            switch (element)
            {
                case "":
                    break;
                case "..":
                    current = current.Parent;
                    break;
                default:
                    current = current is LocalActorRef local ? local._cell.GetSingleChild(element) : ActorRefs.Nobody;
                    break;
            }

            if (current is Nobody)
            {
                return current;
            }
        }

        return current;
    }

    /// <inheritdoc/>
    public override void Start() => _cell.Start();

    /// <inheritdoc/>
    public override void Stop() => _cell.Stop();

    /// <inheritdoc/>
    public override void Restart(Exception cause) => _cell.SendSystemMessage(new Recreate(cause));

    /// <inheritdoc/>
    public override void Suspend() => _cell.SendSystemMessage(new Suspend());

    /// <inheritdoc/>
    public override void Resume(Exception causedByFailure = null) => _cell.SendSystemMessage(new Resume(causedByFailure));

    /// <inheritdoc/>
    public override void SendSystemMessage(ISystemMessage message) => _cell.SendSystemMessage((SystemMessage)message);

    /// <inheritdoc/>
    protected override void TellInternal(object message, IActorRef sender) => _cell.SendMessage(message, sender);

    /// <inheritdoc/>
    public override bool Equals(IActorRef other)
        => ReferenceEquals(this, other)
        || (other is not null and not LocalActorRef && other.Path.Uid == _uid && other.Path.Equals(Path));

    /// <inheritdoc/>
    public override int GetHashCode() => _uid.GetHashCode();
}
