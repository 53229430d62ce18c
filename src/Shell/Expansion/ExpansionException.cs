namespace Helios.Shell;

/// <summary>A word that cannot be expanded: <c>X: not set</c>. It ends a shell that nobody types at.</summary>
internal sealed class ExpansionException(string message) : Exception(message);
