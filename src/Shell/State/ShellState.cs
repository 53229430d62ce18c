using Helios.Linux;

namespace Helios.Shell;

/// <summary>A shell environment: everything that a subshell has a copy of. Used by one thread.</summary>
/// <remarks>Nothing of it is state of the process, so a subshell needs none of its own: docs/adr/0010-subshells-without-fork.md.</remarks>
internal sealed class ShellState : IDisposable
{
    private ShellState(Variables variables) => Variables = variables;

    internal Variables Variables { get; }

    internal FileTable Files { get; set; } = new();

    internal WorkingDirectory Directory { get; set; } = new("/", null);

    internal ShellOptions Options { get; set; } = new();

    internal Dictionary<string, string> Aliases { get; private init; } = [];

    internal TrapTable Traps { get; private init; } = new();

    internal JobTable Jobs { get; } = new();

    internal CommandLookup Lookup { get; private init; } = new();

    /// <summary>The jobs that <c>jobs</c> lists: in a pipeline those of the shell around it.</summary>
    internal JobTable? ListedJobs { get; set; }

    /// <summary>Limits that differ from the process's; each program gets them.</summary>
    internal Dictionary<long, ResourceLimit> Limits { get; private init; } = [];

    /// <summary>Permissions that new files do not get.</summary>
    internal int CreationMask { get; set; }

    /// <summary><c>$0</c></summary>
    internal string Name { get; set; } = "helios-shell";

    /// <summary><c>$1</c> and so on.</summary>
    internal string[] Arguments { get; set; } = [];

    /// <summary><c>$?</c></summary>
    internal int LastStatus { get; set; }

    /// <summary><c>$!</c>; zero when nothing was started in the background.</summary>
    internal int LastBackground { get; set; }

    /// <summary><c>$$</c>: the shell's own, in its subshells too.</summary>
    internal int ShellId { get; set; } = Environment.ProcessId;

    /// <summary>Whether this is a subshell.</summary>
    internal bool IsSubshell { get; private init; }

    internal static ShellState FromProcess()
    {
        Variables variables = Variables.FromProcess();
        ShellState state = new(variables)
        {
            // The process itself has none: threads with different masks could not share one. What it creates is given its mode by the mask here.
            CreationMask = CurrentProcess.SetCreationMask(0),
            Directory = WorkingDirectory.OfProcess(variables.Get("PWD")),
            Files = new FileTable { IsOfProcess = true },
        };
        variables.Set("PWD", state.Directory.Path);
        return state;
    }

    /// <summary>What a subshell begins with: the same, but no jobs, and traps as POSIX has them.</summary>
    internal ShellState CopyForSubshell() => new(Variables.Copy())
    {
        Files = Files.Copy(),
        Directory = Directory.Copy(),
        Options = Options with { ControlsJobs = false },
        Aliases = new Dictionary<string, string>(Aliases),
        Traps = Traps.CopyForSubshell(),
        Lookup = Lookup,
        Limits = new Dictionary<long, ResourceLimit>(Limits),
        CreationMask = CreationMask,
        Name = Name,
        Arguments = Arguments,
        LastStatus = LastStatus,
        LastBackground = LastBackground,
        ShellId = ShellId,
        IsSubshell = true,
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        Files.Dispose();
        Directory.Handle?.Release();
        Jobs.Dispose();
    }
}
