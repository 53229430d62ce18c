namespace Helios.Shell;

/// <summary>A shell at which somebody types.</summary>
internal sealed class Prompting(Executor executor)
{
    internal int Run() => executor.State.LastStatus;
}
