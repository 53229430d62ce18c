using System.Globalization;
using System.Text;
using Helios.Actors.Dispatch;
using Helios.Actors.Dispatch.SysMsg;

namespace Helios.Actors.Deterministic;

/// <summary>Writes down every message at the moment it is processed, and keeps the last lines and a hash of all.</summary>
internal sealed class StepTrace(TextWriter? writer, int keep) : IMessageObserver
{
    private readonly Queue<string> _last = new();
    private ulong _hash = 0xCBF29CE484222325;

    internal IScheduler? Clock { get; set; }

    internal long Messages { get; private set; }

    internal ulong Hash => _hash;

    internal string LastLines => string.Concat(_last);

    public void Processing(ActorCell cell, object message, IActorRef? sender)
    {
        Messages++;
        string mark = message is SystemMessage ? "!" : string.Empty;
        string from = sender is null ? string.Empty : $" from {sender.Path.ToStringWithoutAddress()}";
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{Clock?.MonotonicClock ?? TimeSpan.Zero:c} {cell.Self.Path.ToStringWithoutAddress()} < {mark}{NameOf(message)}{from}\n");
        foreach (byte b in Encoding.UTF8.GetBytes(line))
        {
            _hash = (_hash ^ b) * 0x100000001B3;
        }

        writer?.Write(line);
        if (keep > 0)
        {
            if (_last.Count == keep)
            {
                _last.Dequeue();
            }

            _last.Enqueue(line);
        }
    }

    // The name of a type is the same in every run; what a message prints may hold addresses or times.
    private static string NameOf(object message) => message is TimerMessage timer ? $"timer {timer.Message.GetType().Name}" : message.GetType().Name;
}
