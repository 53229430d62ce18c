using System.Globalization;
using Akka.Actor;

namespace Helios.Supervisor.TestKit;

/// <summary>One message as it was sent.</summary>
/// <param name="Time">Virtual time since the start.</param>
/// <param name="Receiver">To whom.</param>
/// <param name="Sender">From whom.</param>
/// <param name="Message">Its type.</param>
public readonly record struct TracedMessage(TimeSpan Time, IActorRef Receiver, IActorRef Sender, Type Message)
{
    /// <summary>One line: seconds, sender, receiver, type.</summary>
    public override string ToString()
        => string.Create(
            CultureInfo.InvariantCulture,
            $"{Time.TotalSeconds:0.000000} {Sender.Path.ToStringWithoutAddress()} -> {Receiver.Path.ToStringWithoutAddress()} {Message.Name}");
}
