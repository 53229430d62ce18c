namespace Helios.Cli;

/// <summary>A command line for the help text.</summary>
/// <param name="Text">The line, as typed.</param>
/// <param name="Meaning">What it does.</param>
internal readonly record struct Example(string Text, string Meaning);
