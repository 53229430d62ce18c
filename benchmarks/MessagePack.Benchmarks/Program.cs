using Helios.MessagePack.Benchmarks;

// About half a minute; --full takes ten times as many turns.
using ControlMessages messages = new();
foreach (string line in messages.Run(args.Contains("--full") ? 3000 : 300))
{
    Console.WriteLine(line);
}
