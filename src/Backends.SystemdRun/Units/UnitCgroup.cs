using System.Collections.Immutable;
using System.Globalization;
using Helios.Backends.SystemdRun.Hosts;
using Helios.Contracts;
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
        KernelFile.Write(group.Path + "/cgroup.freeze", frozen ? "1" : "0");
        group.WaitForEvent("frozen", frozen ? 1 : 0, TimeSpan.FromSeconds(5));
    }

    internal ContainerStatistics Read()
    {
        if (_v1.Count == 0)
        {
            string path = _unified?.Path ?? Path;
            return new ContainerStatistics
            {
                Memory = Size(Number(path, "memory.current")),
                MemoryPeak = Size(Number(path, "memory.peak")),
                MemoryLimit = Size(Number(path, "memory.max")),
                CpuTime = Field(path, "cpu.stat", "usage_usec") is { } microseconds ? TimeSpan.FromMicroseconds(microseconds) : null,
                Tasks = Payloads(Number(path, "pids.current")),
                OomKills = Field(path, "memory.events", "oom_kill"),
            };
        }

        return new ContainerStatistics
        {
            Memory = Size(Of("memory", "memory.usage_in_bytes")),
            MemoryPeak = Size(Of("memory", "memory.max_usage_in_bytes")),
            MemoryLimit = Limit(),
            CpuTime = Of("cpuacct", "cpuacct.usage") is { } nanoseconds ? TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick)
                : _unified is { } group && Field(group.Path, "cpu.stat", "usage_usec") is { } used ? TimeSpan.FromMicroseconds(used)
                : null,
            Tasks = Payloads(Of("pids", "pids.current")),
            OomKills = _v1.TryGetValue("memory", out string? memory) ? Field(memory, "memory.oom_control", "oom_kill") : null,
        };
    }

    /// <summary>Whose memory limit the kernel enforced by killing; null when it did not.</summary>
    /// <param name="id">Whose control group this is.</param>
    /// <param name="now">What has just been read.</param>
    internal ExitCause.OutOfMemory? OutOfMemory(ContainerId id, ContainerStatistics now)
    {
        if (now.OomKills is null or 0)
        {
            return null;
        }

        bool own = _v1.TryGetValue("memory", out string? memory)
            ? Number(memory, "memory.failcnt") is > 0
            : Field(_unified?.Path ?? Path, "memory.events.local", "oom") is > 0;
        return own && now.MemoryLimit is { } limit ? new ExitCause.OutOfMemory($"container {id}", limit) : new ExitCause.OutOfMemory(null, null);
    }

    public void Dispose() => _unified?.Dispose();

    private static string PlaceOf(SystemdFacts facts, string unitName) => $"{facts.ManagerCgroup}/{UnitCompiler.Slice}/{unitName}";

    // "No limit" is a huge number on v1, not a word.
    private ByteSize? Limit() => Of("memory", "memory.limit_in_bytes") is { } bytes and < (long.MaxValue / 2) ? new ByteSize(bytes) : null;

    private static IReadOnlyList<int> ProcessesIn(string directory)
        => KernelFile.TryRead(directory + "/cgroup.procs", out string text)
            ? [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => int.Parse(line, CultureInfo.InvariantCulture))]
            : [];

    // All but unshare, which waits for the payload.
    private static int? Payloads(long? tasks) => tasks is { } count ? (int)Math.Max(0, count - 1) : null;

    private long? Of(string controller, string file) => _v1.TryGetValue(controller, out string? path) ? Number(path, file) : null;

    private static ByteSize? Size(long? bytes) => bytes is { } count ? new ByteSize(count) : null;

    private static long? Number(string directory, string file)
        => KernelFile.TryRead($"{directory}/{file}", out string text) && long.TryParse(text.AsSpan().Trim(), CultureInfo.InvariantCulture, out long number) ? number : null;

    private static long? Field(string directory, string file, string key)
    {
        if (KernelFile.TryRead($"{directory}/{file}", out string text))
        {
            foreach (string line in text.Split('\n'))
            {
                if (line.StartsWith(key + " ", StringComparison.Ordinal) && long.TryParse(line.AsSpan(key.Length + 1), CultureInfo.InvariantCulture, out long number))
                {
                    return number;
                }
            }
        }

        return null;
    }
}
