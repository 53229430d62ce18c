namespace Helios.Actors.TestKit.TestActors;

/// <summary>Answers every message with itself, and tells the test actor too where it was made with one.</summary>
public class EchoActor : ReceiveActor
{
    /// <summary>Makes the actor.</summary>
    public EchoActor(TestKitBase testkit, bool echoBackToSenderAsWell = true)
        => ReceiveAny(message =>
        {
            if (echoBackToSenderAsWell)
            {
                Sender.Tell(message);
            }

            testkit.TestActor.Tell(message, Sender);
        });

    /// <summary>The recipe.</summary>
    public static Props Props(TestKitBase testkit, bool echoBackToSenderAsWell = true)
        => Helios.Actors.Props.Create(() => new EchoActor(testkit, echoBackToSenderAsWell));
}
