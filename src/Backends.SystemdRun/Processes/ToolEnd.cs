namespace Helios.Backends.SystemdRun.Processes;

/// <summary>How a program of the host ended and what it said.</summary>
internal readonly record struct ToolEnd(int Code, string Text)
{
    /// <summary>The last line it wrote, for an error of one line.</summary>
    internal string LastLine => Text.Split('\n')[^1];
}
