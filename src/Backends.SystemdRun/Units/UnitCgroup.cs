using System.Collections.Immutable;
using System.Globalization;
using Helios.Backends.SystemdRun.Hosts;
using Helios.Contracts;
using Helios.Isolation.Cgroups;
using Helios.Linux;

namespace Helios.Backends.SystemdRun.Units;

/// <summary>The control group that systemd made for a unit, in every hierarchy it is in.</summary>
internal sealed class UnitCgroup : IDisposable
{
    private readonly Dictionary<string, string> _v1 = [];
    private readonly CgroupDirectory? _unified;

    internal UnitCgroup(SystemdFacts facts, string unitName)
    {
        string place = PlaceOf(facts, unitName);
        Path = facts.OwnHierarchy + place;
        foreach ((string controller, string mount) in facts.Host.Cgroups.V1)
        {
            if (Directory.Exists(mount + place))
            {
                _v1[controller] = mount + place;
            }
        }

        _unified = facts.Host.Cgroups.Unified is { } unified && Directory.Exists(unified + place) ? CgroupDirectory.Open(unified + place) : null;
    }

    /// <summary>The v2 directory that a further process is born into; null where there is none.</summary>
    internal CgroupDirectory? Birthplace => _unified;

    /// <summary>The v1 directories that a further process has to join, whatever process 1 put the payload into.</summary>
    internal static ImmutableArray<KeyValuePair<string, string>> V1PlacesOf(SystemdFacts facts, int processId)
    {
        ImmutableArray<KeyValuePair<string, string>>.Builder places = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        string lines = KernelFile.Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/cgroup"));
        foreach (string line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // "4:memory:/helios.slice/helios-web.service"; the v2 tree has no name.
            string[] fields = line.Split(':', 3);
            string name = fields[1].Split(',')[0];
            if (name.Length > 0 && facts.Hierarchies.TryGetValue(name, out string? mount))
            {
                places.Add(new(name, mount + fields[2]));
            }
        }

        return places.DrainToImmutable();
    }

    /// <summary>The directory in the hierarchy that systemd itself lives in.</summary>
    internal string Path { get; }

    /// <summary>The processes of a unit; none when there is no such unit.</summary>
    internal static IReadOnlyList<int> Processes(SystemdFacts facts, string unitName) => ProcessesIn(facts.OwnHierarchy + PlaceOf(facts, unitName));

    /// <summary>Kills every process in it except one, those too that are made meanwhile.</summary>
    internal void KillAllBut(int keeper)
    {
        const int rounds = 100;
        for (int round = 0; round < rounds; round++)
        {
            int[] others = [.. ProcessesIn(Path).Where(process => process != keeper)];
            if (others.Length == 0)
            {
                return;
            }

            foreach (int process in others)
            {
                try
                {
                    using PidFd target = PidFd.Open(process);
                    target.TrySignal((int)SignalNumbers.SIGKILL);
                }
                catch (SyscallException gone) when (gone.Errno is Errno.ESRCH or Errno.EINVAL)
                {
                    // It has ended by itself, or the number is a thread's by now.
                }
            }
        }
    }

    /// <summary>Lets a frozen group go on, so that what is killed in it can end.</summary>
    internal void TryThaw()
    {
        try
        {
            KernelFile.Write(_unified!.Path + "/cgroup.freeze", "0");
        }
        catch (SyscallException gone) when (gone.Errno is Errno.ENOENT or Errno.ENODEV)
        {
            // The unit has ended and taken its group along.
        }
    }

    internal void SetFrozen(bool frozen)
    {
        CgroupDirectory group = _unified ?? throw new BackendException(new ExitCause.LaunchFailed("freeze", "the unit has no cgroup v2 directory"));
        Freezer.Set(group, frozen);
    }

    internal ContainerStatistics Read()
    {
        ContainerStatistics figures = _v1.Count == 0 ? CgroupStats.Read(Path) : CgroupStats.ReadV1(_v1);
        return figures with
        {
            // All but the gate, which waits for the payload.
            Tasks = figures.Tasks is { } tasks ? Math.Max(0, tasks - 1) : null,

            // On a hybrid host the unit has no group of cpuacct's: the v2 tree counts.
            CpuTime = figures.CpuTime ?? (_unified is null ? null : CgroupStats.CpuTime(_unified.Path)),
        };
    }

    /// <summary>Whose memory limit the kernel enforced by killing; null when it did not.</summary>
    internal ExitCause.OutOfMemory? OutOfMemory(ContainerId id) => _v1.Count == 0 ? CgroupStats.OutOfMemory(Path, id) : CgroupStats.OutOfMemoryV1(_v1, id);

    /// <summary>What memory and swap are limited to together where memory is on v1, as systemd has no property for that; null where it is not.</summary>
    internal static ByteSize? SwapBesideSystemd(ResourceLimits limits, SystemdFacts facts)
        => limits is { Memory: { } memory, Swap: { } swap } && facts.HasV1(CgroupController.Memory) ? new ByteSize(checked(memory.Bytes + swap.Bytes)) : null;

    /// <summary>Sets that limit.</summary>
    internal void LimitSwap(ByteSize both) => CgroupFile.Write(_v1[CgroupController.Memory], "memory.memsw.limit_in_bytes", both.Bytes);

    public void Dispose() => _unified?.Dispose();

    private static string PlaceOf(SystemdFacts facts, string unitName) => $"{facts.ManagerCgroup}/{facts.Slice}/{unitName}";

    private static IReadOnlyList<int> ProcessesIn(string directory)
        => KernelFile.TryRead(directory + "/cgroup.procs", out string text)
            ? [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => int.Parse(line, CultureInfo.InvariantCulture))]
            : [];
}
