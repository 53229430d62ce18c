using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Cgroups;

/// <summary>The control group of one container, in whichever hierarchies its host has.</summary>
public abstract class CgroupLeaf : IDisposable
{
    /// <summary>Display path; null when the container has none.</summary>
    public abstract string? Path { get; }

    /// <summary>The v2 directory the child is born into; null when there is no v2 tree or no right to it.</summary>
    public abstract CgroupDirectory? Birthplace { get; }

    /// <summary>Kills every process in it.</summary>
    public abstract void KillAll();

    /// <summary>Stops every process where it stands; returns when the kernel says they stand still.</summary>
    public abstract void Freeze();

    /// <summary>Lets them go on.</summary>
    public abstract void Thaw();

    /// <summary>The figures now.</summary>
    public abstract ContainerStatistics Read();

    /// <summary>The group whose memory limit the kernel enforced by killing; null when it did not.</summary>
    public abstract ExitCause.OutOfMemory? OutOfMemory(ContainerId id);

    /// <summary>Kills what is left and removes the directories. Safe more than once.</summary>
    public abstract void Dispose();

    /// <summary>A container without a control group: nothing to limit, freeze or count.</summary>
    internal sealed class Absent : CgroupLeaf
    {
        public override string? Path => null;

        public override CgroupDirectory? Birthplace => null;

        public override void KillAll()
        {
        }

        public override void Freeze() => throw Lack("freeze");

        public override void Thaw() => throw Lack("thaw");

        public override ContainerStatistics Read() => new();

        public override ExitCause.OutOfMemory? OutOfMemory(ContainerId id) => null;

        public override void Dispose()
        {
        }

        private static BackendException Lack(string what)
            => new(new ExitCause.LaunchFailed(what, "the container has no control group"));
    }
}
