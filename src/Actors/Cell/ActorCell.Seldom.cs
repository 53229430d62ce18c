using Helios.Actors.Dispatch.SysMsg;

namespace Helios.Actors;

public sealed partial class ActorCell
{
    private Seldom Rarely => _seldom ??= new Seldom();

    /// <summary>What most actors never need, in one object, so that an actor without it is small.</summary>
    private sealed class Seldom
    {
        /// <summary>Unstashed messages, which go before the queue.</summary>
        internal FrontBuffer? Front { get; set; }

        /// <summary>Messages of the kernel that wait until children have stopped or a failure is decided.</summary>
        internal LinkedList<SystemMessage>? KeptBack { get; set; }

        /// <summary>Why the actor is being restarted, while its children stop.</summary>
        internal Exception? RecreationCause { get; set; }

        internal Stack<Receive>? BehaviorsBelow { get; set; }

        internal ReceiveTimeoutState? ReceiveTimeout { get; set; }

        internal TimerScheduler? Timers { get; set; }
    }
}
