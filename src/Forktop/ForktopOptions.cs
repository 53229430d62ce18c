namespace Helios.Forktop;

/// <summary>What forktop is asked to do.</summary>
public sealed record ForktopOptions
{
    /// <summary>The program to start, with its arguments; empty to look at what runs already.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Processes that run already.</summary>
    public IReadOnlyList<int> Pids { get; init; } = [];

    /// <summary>The container that they belong to, for the screen; null when they are of none.</summary>
    public string? Container { get; init; }

    /// <summary>The program's working directory.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>What to show events as.</summary>
    public ForktopView View { get; init; }

    /// <summary>Where lines go instead of a standard stream; null for that.</summary>
    public string? Output { get; init; }

    /// <summary>The file to record to.</summary>
    public string? Record { get; init; }

    /// <summary>The recording to show instead of living processes.</summary>
    public string? Replay { get; init; }

    /// <summary>The file for a Chrome or Perfetto trace of all that was seen.</summary>
    public string? ExportTrace { get; init; }

    /// <summary>The file for a page with the tree and the timeline.</summary>
    public string? ExportHtml { get; init; }

    /// <summary>Where events come from.</summary>
    public ForktopSource Source { get; init; }

    /// <summary>How calls without a ptrace event are seen.</summary>
    public ForktopCalls Calls { get; init; }

    /// <summary>Patterns of execs to hold.</summary>
    public IReadOnlyList<string> Breakpoints { get; init; } = [];

    /// <summary>A static shell for places without one; null to look for busybox.</summary>
    public string? Shell { get; init; }

    /// <summary>A file of key settings; null for the defaults.</summary>
    public string? Keys { get; init; }

    /// <summary>How many processes are kept.</summary>
    public int Most { get; init; } = 200_000;

    /// <summary>Whether colours are wanted.</summary>
    public bool Colours { get; init; } = true;

    /// <summary>The names of containers by their first processes, asked now and then; null where there are none.</summary>
    public Func<IReadOnlyDictionary<int, string>>? ContainerNames { get; init; }

    /// <summary>How the process is started again on its own, so that the program can outlive the screen; the arguments before the command.</summary>
    public IReadOnlyList<string> Self { get; init; } = [];
}

/// <summary>What events are shown as.</summary>
public enum ForktopView
{
    /// <summary>A full screen.</summary>
    Screen,

    /// <summary>Plain lines.</summary>
    Log,

    /// <summary>JSON lines.</summary>
    Json,

    /// <summary>Not at all: for recordings and exports.</summary>
    None,
}

/// <summary>Where events come from.</summary>
public enum ForktopSource
{
    /// <summary>ptrace, and the next best where that is refused.</summary>
    Auto,

    /// <summary>ptrace or nothing.</summary>
    Ptrace,

    /// <summary>The kernel's process connector.</summary>
    Connector,

    /// <summary>Looking at /proc again and again.</summary>
    Proc,
}

/// <summary>How calls without a ptrace event are seen.</summary>
public enum ForktopCalls
{
    /// <summary>By a seccomp filter for a program that forktop starts, else not.</summary>
    Auto,

    /// <summary>By a seccomp filter.</summary>
    Seccomp,

    /// <summary>By stopping at every call.</summary>
    Step,

    /// <summary>Not at all.</summary>
    None,
}
