using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>A backend under the contract, with what the suite has to know of it from outside.</summary>
public abstract class Subject : IDisposable
{
    /// <summary>The backend; only asked for when <see cref="WhyNot"/> is null.</summary>
    public abstract IIsolationBackend Backend { get; }

    /// <summary>Why none of its cases can run on this host; null when they can.</summary>
    public abstract string? WhyNot { get; }

    /// <summary>Whether it reads wait(2) itself; an oracle that only passes on exit codes cannot tell 137 from SIGKILL.</summary>
    public virtual bool TellsSignals => true;

    /// <summary>Whether it tells why the kernel killed, beyond the signal.</summary>
    public virtual bool TellsCauses => true;

    /// <summary>Whether a container is processes of this host.</summary>
    public virtual bool HasProcesses => true;

    /// <summary>Whether it is an existing runtime that proves the cases rather than a backend of ours that has to keep every promise.</summary>
    public virtual bool IsOracle => false;

    /// <summary>Whether descriptors beyond the standard streams can be passed.</summary>
    public virtual bool PassesExtraDescriptors => true;

    /// <summary>Why it cannot run this program; null when it can. Asked before each container is prepared.</summary>
    public virtual string? WhyNotProgram(ContainerSpec spec) => null;

    /// <summary>Why it cannot run this further process; null when it can.</summary>
    public virtual string? WhyNotExec(ExecSpec spec) => null;

    /// <summary>Cases that this backend does not keep although no feature names them, with the reason; the manual repeats them.</summary>
    public virtual IReadOnlyDictionary<string, string> Exceptions { get; } = new Dictionary<string, string>();

    /// <summary>What is left of a container on this host, one line each; beyond control groups and processes, which every case looks for.</summary>
    public abstract IEnumerable<string> TracesOf(ContainerId id);

    public virtual void Dispose() => GC.SuppressFinalize(this);
}
