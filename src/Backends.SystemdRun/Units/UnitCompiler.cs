using System.Collections.Immutable;
using System.Globalization;
using Helios.Backends.SystemdRun.Hosts;
using Helios.Contracts;

namespace Helios.Backends.SystemdRun.Units;

/// <summary>Turns a specification into a transient unit. Pure: the host's part comes in as <see cref="SystemdFacts"/>.</summary>
/// <remarks>
/// What systemd does well is left to it: the root, mounts, network, IPC, the filter of system calls, limits. What it has no property for is done by
/// the programs on the way to the payload: unshare(1) makes the PID, UTS and cgroup namespaces and a fresh /proc, setpriv(1) takes on the user and
/// drops the capabilities that this needed, env(1) clears the environment, and the gate waits at the synchronization pipe.
/// </remarks>
internal sealed class UnitCompiler(SystemdFacts host, string stateDirectory)
{
    /// <summary>The slice all units are in.</summary>
    internal const string Slice = "helios.slice";

    /// <summary>Where the container sees its private folder until the payload starts.</summary>
    internal const string InnerFolder = "/run/helios";

    private const string UnitPrefix = "helios-";

    // What the programs on the way need beyond a service's usual calls; the capabilities for them are gone before the payload.
    private const string Filter = "@system-service @mount unshare clone3 pivot_root";

    private static readonly string[] s_hiddenDirectories = ["/root", "/home", "/boot", "/mnt", "/media", "/etc/ssl/private", "/etc/sudoers.d", "/var/spool/cron"];
    private static readonly string[] s_hiddenFiles = ["/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/gshadow-", "/etc/sudoers", "/etc/machine-id"];

    internal static string UnitName(ContainerId id) => $"{UnitPrefix}{id}.service";

    /// <summary>The container of a unit; null when it is none of ours.</summary>
    internal static string? IdOf(string unit)
        => unit.StartsWith(UnitPrefix, StringComparison.Ordinal) && unit.EndsWith(".service", StringComparison.Ordinal) ? unit[UnitPrefix.Length..^".service".Length] : null;

    /// <summary>Compiles.</summary>
    /// <param name="spec">A specification without faults.</param>
    /// <param name="user">Who it runs as.</param>
    internal UnitPlan Compile(ContainerSpec spec, UserIds user)
    {
        string folder = Path.Join(stateDirectory, spec.Id.ToString());
        List<LaunchStep> steps = [];
        UnitProperties properties = new();
        properties.Set("Description", $"Helios container {spec.Id}");
        Survive(properties);
        properties.SetLimits(spec.Limits);
        SetRoot(spec, properties, folder, steps);
        SetIsolation(spec, properties);
        SetProcess(spec, properties);
        ImmutableArray<string> command = Command(spec, user);
        ImmutableArray<string> all = properties.ToArray();
        steps.Add(Outside("unit", $"start the unit {UnitName(spec.Id)} in {Slice}", [.. all.Select(static property => Split(property))]));
        AddProgramSteps(spec, user, steps);
        return new UnitPlan
        {
            Spec = spec,
            UnitName = UnitName(spec.Id),
            Folder = folder,
            Properties = all,
            Command = command,
            User = user,
            LowerDirectory = spec.Root switch
            {
                { Kind: RootKind.Host } => "/",
                { Kind: RootKind.Directory, Ephemeral: true } => spec.Root.Path,
                _ => null,
            },
            Steps = new LaunchPlan { Backend = SystemdRunBackend.BackendName, Id = spec.Id, Steps = [.. steps] },
        };
    }

    // An ended unit stays until it has been read, status and control group with it, and never fails; stopping it removes it.
    private static void Survive(UnitProperties properties)
    {
        properties.Set("CollectMode", "inactive-or-failed");
        properties.Yes("RemainAfterExit");
        properties.Set("SuccessExitStatus", string.Join(' ', Enumerable.Range(1, 255).Select(static code => code.ToString(CultureInfo.InvariantCulture))
            .Concat(Enumerable.Range(1, 31).Select(static number => new Signal(number).ToString()))));
        properties.Set("OOMPolicy", "continue");
        properties.Set("TimeoutStopSec", "5s");
        properties.Set("KillSignal", "SIGKILL");
        properties.Set("UMask", "0022");
        properties.Set("IgnoreSIGPIPE", "no");
    }

    private void SetRoot(ContainerSpec spec, UnitProperties properties, string folder, List<LaunchStep> steps)
    {
        switch (spec.Root)
        {
            case { Kind: RootKind.Directory, Ephemeral: false }:
                properties.Set("RootDirectory", spec.Root.Path!);
                break;
            case { Kind: RootKind.Void }:
                steps.Add(Outside("root-void", "make an empty root in memory"));
                break;
            default:
                steps.Add(Outside("root-overlay", $"lay a copy-on-write layer in memory over {spec.Root.Path ?? "/"}"));
                break;
        }

        if (spec.Root.Kind == RootKind.Host)
        {
            foreach (string path in s_hiddenDirectories.Where(Directory.Exists))
            {
                properties.Set("TemporaryFileSystem", path + ":mode=0755");
            }

            foreach (string path in s_hiddenFiles.Where(File.Exists))
            {
                properties.Set("InaccessiblePaths", path);
            }

            properties.Set("TemporaryFileSystem", "/tmp:mode=1777");
            properties.Set("TemporaryFileSystem", "/var/tmp:mode=1777");
        }

        properties.Yes("MountAPIVFS");
        properties.Yes("PrivateDevices");
        properties.Set("TemporaryFileSystem", "/dev/shm:mode=1777,size=64m");
        properties.Set("BindReadOnlyPaths", $"{UnitProperties.Path(folder)}:{InnerFolder}");
        foreach ((string source, string name) in host.Tools)
        {
            properties.Set("BindReadOnlyPaths", $"{source}:{InnerFolder}/{name}");
        }

        foreach (MountSpec mount in spec.Mounts)
        {
            switch (mount)
            {
                case MountSpec.Bind bind:
                    properties.Set(bind.ReadOnly ? "BindReadOnlyPaths" : "BindPaths", $"{UnitProperties.Path(bind.Source)}:{UnitProperties.Path(bind.Target)}");
                    break;
                case MountSpec.Tmpfs tmpfs:
                    string size = tmpfs.Size is { } bytes ? string.Create(CultureInfo.InvariantCulture, $",size={bytes.Bytes}") : "";
                    properties.Set("TemporaryFileSystem", $"{UnitProperties.Path(tmpfs.Target)}:mode=0{Convert.ToString(tmpfs.Mode, 8)}{size}");
                    break;
            }
        }

        properties.Set("ReadOnlyPaths", "/sys");
        if (spec.Root.ReadOnly)
        {
            properties.Set("ReadOnlyPaths", "/");
            foreach (MountSpec mount in spec.Mounts.Where(static mount => mount is not MountSpec.Bind { ReadOnly: true }))
            {
                properties.Set("ReadWritePaths", UnitProperties.Path(mount.Target));
            }

            properties.Set("ReadWritePaths", "/dev/shm");
        }
    }

    private static void SetIsolation(ContainerSpec spec, UnitProperties properties)
    {
        if (spec.Namespaces.HasFlag(NamespaceKinds.Network))
        {
            properties.Yes("PrivateNetwork");
        }

        if (spec.Namespaces.HasFlag(NamespaceKinds.Ipc))
        {
            properties.Yes("PrivateIPC");
        }

        properties.Yes("ProtectControlGroups");
        if (spec.Security.NoNewPrivileges)
        {
            properties.Yes("NoNewPrivileges");
        }

        if (spec.Security.Seccomp == SeccompProfile.Default)
        {
            properties.Set("SystemCallFilter", Filter);
            properties.Set("SystemCallErrorNumber", "EPERM");
            properties.Set("SystemCallArchitectures", "native");
        }
    }

    private static void SetProcess(ContainerSpec spec, UnitProperties properties)
    {
        properties.Set("WorkingDirectory", spec.WorkingDirectory);
        foreach (Rlimit limit in spec.Rlimits)
        {
            properties.Set("Limit" + limit.Kind.ToString().ToUpperInvariant(), $"{Value(limit.Soft)}:{Value(limit.Hard)}");
        }

        if (spec.OomScoreAdjust is { } score)
        {
            properties.Set("OOMScoreAdjust", score);
        }

        static string Value(ulong? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "infinity";
    }

    private static ImmutableArray<string> Command(ContainerSpec spec, UserIds user)
    {
        List<string> words = [];
        Tool("unshare");
        words.Add("--mount");
        words.AddRange(spec.Namespaces.HasFlag(NamespaceKinds.Uts) ? ["--uts"] : []);
        words.AddRange(spec.Namespaces.HasFlag(NamespaceKinds.Cgroup) ? ["--cgroup"] : []);
        words.AddRange(spec.Namespaces.HasFlag(NamespaceKinds.Pid) ? ["--pid", "--fork", "--kill-child=KILL", "--mount-proc"] : []);
        words.Add("--");
        Tool("setpriv");
        words.Add(string.Create(CultureInfo.InvariantCulture, $"--reuid={user.UserId}"));
        words.Add(string.Create(CultureInfo.InvariantCulture, $"--regid={user.GroupId}"));
        words.Add(user.Groups.IsEmpty ? "--clear-groups" : "--groups=" + string.Join(',', user.Groups));
        words.Add("--inh-caps=-all");
        words.Add("--ambient-caps=-all");
        if (CapabilityNames.Kept(spec.Security) is { } kept)
        {
            words.Add("--bounding-set=-all" + string.Concat(kept.Select(static name => ",+" + name)));
        }

        words.Add("--");
        Tool("env");
        words.Add("-i");

        // As setenv(3) would leave it: the later of two equal names wins.
        Dictionary<string, string> environment = [];
        foreach (KeyValuePair<string, string> variable in spec.Environment)
        {
            environment[variable.Key] = variable.Value;
        }

        words.AddRange(environment.Select(static variable => $"{variable.Key}={variable.Value}"));
        words.AddRange([$"{InnerFolder}/gate", $"{InnerFolder}/report", $"{InnerFolder}/release"]);
        words.AddRange(spec.Command);
        return [.. words];

        void Tool(string name) => words.AddRange([$"{InnerFolder}/ld.so", "--library-path", InnerFolder, $"{InnerFolder}/{name}"]);
    }

    private void AddProgramSteps(ContainerSpec spec, UserIds user, List<LaunchStep> steps)
    {
        string namespaces = string.Join(", ", new[] { NamespaceKinds.Mount, NamespaceKinds.Uts, NamespaceKinds.Cgroup, NamespaceKinds.Pid }
            .Where(kind => spec.Namespaces.HasFlag(kind)).Select(static kind => kind.ToString().ToLowerInvariant()));
        steps.Add(new LaunchStep("unshare", $"unshare: make new {namespaces} namespaces{(spec.Namespaces.HasFlag(NamespaceKinds.Pid) ? " and a fresh /proc" : "")}"));
        string groups = user.Groups.IsEmpty ? "" : $" and groups {string.Join(' ', user.Groups)}";
        string kept = CapabilityNames.Kept(spec.Security) is not { } names ? "all capabilities there are" : names.Count == 0 ? "no capability" : "the capabilities " + string.Join(' ', names);
        steps.Add(new LaunchStep("setpriv", $"setpriv: become user {user.UserId}, group {user.GroupId}{groups}; keep {kept}"));
        steps.Add(new LaunchStep("env", $"env: leave {spec.Environment.Length} variables"));
        steps.Add(new LaunchStep("hold", "wait at the synchronization pipe"));
        if (spec.Namespaces.HasFlag(NamespaceKinds.Uts))
        {
            steps.Add(Outside("host-names", $"set the host name {spec.HostName ?? spec.Id.ToString()}{(spec.DomainName is { } domain ? $" and the domain name {domain}" : "")}"));
        }

        if (!spec.Security.Unmasked)
        {
            steps.Add(Outside("mask-kernel-paths", "hide sensitive kernel files and make kernel settings read-only"));
        }

        steps.Add(Outside("detach-tools", $"detach {InnerFolder}, nothing of which stays reachable"));
        steps.Add(new LaunchStep("execute", "execute " + string.Join(' ', spec.Command)));
    }

    private static LaunchStep Outside(string kind, string text, ImmutableArray<KeyValuePair<string, string>> details = default)
        => new(kind, text) { Actor = LaunchActor.Supervisor, Details = details.IsDefault ? [] : details };

    private static KeyValuePair<string, string> Split(string property)
    {
        int equals = property.IndexOf('=', StringComparison.Ordinal);
        return new(property[..equals], property[(equals + 1)..]);
    }
}
