using System.Globalization;
using Helios.RehearsalPeer;

// Plays the rehearsal with each seed of the arguments and prints a line for each, so that a test can compare them with another process's.
foreach (string seed in args)
{
    Console.WriteLine(Rehearsal.Play(int.Parse(seed, CultureInfo.InvariantCulture)).Line);
}
