using System.Globalization;
using Helios.Linux;

namespace Helios.Forktop;

/// <summary>A shell beside a process: same namespaces, root, directory, cgroups, ids, capabilities, limits, no_new_privs, and its seccomp filters where they can be read.</summary>
/// <remarks>
/// All namespaces are entered in one call by the process's pidfd, so that the rights needed are those that forktop has now, not those inside.
/// A PID namespace is entered by children only, hence the nested clone. The order of the rest is that each step still has the right to the next.
/// </remarks>
internal sealed class JoinedShell : IDisposable
{
    private readonly Launcher _launcher = new();
    private readonly SpawnedProcess _process;

    private JoinedShell(int pid, string? shell, IReadOnlyList<byte[]> filters, FileFd terminal)
    {
        try
        {
            _process = Start(pid, shell, filters, terminal);
        }
        catch
        {
            _launcher.Dispose();
            throw;
        }
    }

    /// <summary>Its pid.</summary>
    internal int Pid => _process.Pid;

    /// <summary>The process; readable when it has ended.</summary>
    internal PidFd PidFd => _process.PidFd;

    /// <summary>Starts it.</summary>
    /// <param name="pid">The process beside which.</param>
    /// <param name="shell">The user's static shell; null for none.</param>
    /// <param name="filters">The process's seccomp filters, oldest first.</param>
    /// <param name="terminal">Its terminal.</param>
    /// <exception cref="SpawnException">A step was refused.</exception>
    /// <exception cref="ForktopException">The process has ended, or there is no shell.</exception>
    internal static JoinedShell Beside(int pid, string? shell, IReadOnlyList<byte[]> filters, FileFd terminal) => new(pid, shell, filters, terminal);

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.PidFd.TrySignal((int)SignalNumbers.SIGHUP);
        _process.PidFd.TrySignal((int)SignalNumbers.SIGKILL);
        _process.Wait();
        _process.Dispose();
        _launcher.Dispose();
    }

    private SpawnedProcess Start(int pid, string? shell, IReadOnlyList<byte[]> filters, FileFd terminal)
    {
        TextPool texts = new();
        PermissionReader reader = new(texts);
        ProcessPermissions wanted = reader.Read(pid, ownFilters: 0) ?? throw new ForktopException($"process {pid} has ended");
        NamespaceSet own = reader.ReadNamespaces(Environment.ProcessId);
        using PidFd process = PidFd.Open(pid);
        using ShellChoice choice = ShellChoice.For(pid, shell);
        using FileFd root = FileFd.Open(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/root"), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);
        using FileFd directory = FileFd.Open(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cwd"), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);
        using SpawnScript script = new();
        script.Hold("its cgroups");
        CloneFlags namespaces = Different(own, wanted.Namespaces);
        if (namespaces != CloneFlags.None)
        {
            script.Call($"enter {NamespaceFlags.Describe((ulong)namespaces)}", Sys.setns, process, (long)namespaces);
        }

        if ((namespaces & CloneFlags.NewPid) != 0)
        {
            script.ContinueInChild("enter the PID namespace");
        }

        script.Call("new session", Sys.setsid);
        script.Call("controlling terminal", Sys.ioctl, terminal, Ioctls.TIOCSCTTY, 0);
        script.Call("its root", Sys.fchdir, root);
        if (wanted.Root != "/" || (namespaces & CloneFlags.NewMount) != 0)
        {
            script.Call("change root", Sys.chroot, script.Text("."));
        }

        script.Call("its directory", new SpawnRule { ToleratedErrno = Errno.EACCES }, Sys.fchdir, directory);

        // Before its limits: under a small one there is no number left to move a descriptor to.
        script.PassDescriptors((terminal, 0), (terminal, 1), (terminal, 2));
        AppendLimits(script, wanted.Limits);
        bool otherUsers = (namespaces & CloneFlags.NewUser) != 0;
        AppendCredentials(script, wanted, otherUsers ? IdMap.Of(pid, "uid_map") : IdMap.Same, otherUsers ? IdMap.Of(pid, "gid_map") : IdMap.Same);
        script.ResetSignals();
        AppendExec(script, pid, choice, filters, wanted);
        return _launcher.Launch(script, new SpawnRequest { ShareMemory = false }, held => JoinCgroups(held.Pid, wanted.Cgroups));
    }

    private static void AppendExec(SpawnScript script, int pid, ShellChoice choice, IReadOnlyList<byte[]> filters, ProcessPermissions wanted)
    {
        SpawnArgument arguments = script.TextArray(choice.Arguments);
        SpawnArgument environment = script.TextArray(EnvironmentOf(pid));
        SpawnArgument path = script.Text(choice.Carried is null ? choice.Path : "");
        if (wanted.Credentials.NoNewPrivileges)
        {
            script.Call("no new privileges", Sys.prctl, SpawnArgument.Named(PrctlOptions.PR_SET_NO_NEW_PRIVS, "PR_SET_NO_NEW_PRIVS"), 1, 0, 0, 0);
        }

        for (int i = 0; i < filters.Count; i++)
        {
            WatchedCalls.AppendFilter(script, string.Create(CultureInfo.InvariantCulture, $"its seccomp filter {i + 1}"), filters[i]);
        }

        if (choice.Carried is { } carried)
        {
            const long EmptyPath = 0x1000;
            script.Call($"execute {choice.Path}", Sys.execveat, carried, path, arguments, environment, EmptyPath);
        }
        else
        {
            script.Call($"execute {choice.Path}", Sys.execve, path, arguments, environment);
        }
    }

    private static void AppendLimits(SpawnScript script, LimitSet limits)
    {
        // /proc/PID/limits has them in the order of their numbers. See getrlimit(2).
        for (int i = 0; i < limits.Rows.Length; i++)
        {
            ResourceLimit limit = new() { Soft = limits.Rows[i].Soft, Hard = limits.Rows[i].Hard };
            script.Call($"limit {limits.Rows[i].Name}", new SpawnRule { ToleratedErrno = Errno.EPERM }, Sys.prlimit64, 0, i, script.Struct(limit), 0);
        }
    }

    private static void AppendCredentials(SpawnScript script, ProcessPermissions wanted, IdMap userIds, IdMap groupIds)
    {
        const long KeepDuring = PrctlOptions.SECBIT_KEEP_CAPS | PrctlOptions.SECBIT_NO_SETUID_FIXUP;
        const ulong SetPcap = 1UL << 8;
        Credentials c = wanted.Credentials;
        for (int i = 0; i < CapabilityNames.Count; i++)
        {
            if ((c.Bounding & (1UL << i)) == 0)
            {
                script.Call(
                    $"bounding set without {CapabilityNames.Of(1UL << i).First()}", new SpawnRule { ToleratedErrno = Errno.EPERM }, Sys.prctl,
                    SpawnArgument.Named(PrctlOptions.PR_CAPBSET_DROP, "PR_CAPBSET_DROP"), i, 0, 0, 0);
            }
        }

        script.Call("keep capabilities", new SpawnRule { ToleratedErrno = Errno.EPERM }, Sys.prctl, SpawnArgument.Named(PrctlOptions.PR_SET_SECUREBITS, "PR_SET_SECUREBITS"), KeepDuring, 0, 0, 0);
        uint[] inside = [.. c.Groups.Select(groupIds.Inside)];
        byte[] groups = new byte[Math.Max(1, inside.Length) * 4];
        Buffer.BlockCopy(inside, 0, groups, 0, inside.Length * 4);
        script.Call("its groups", new SpawnRule { ToleratedErrno = Errno.EPERM }, Sys.setgroups, c.Groups.Length, script.Bytes(groups));
        script.Call("its group ids", Sys.setresgid, groupIds.Inside(c.GroupIds[0]), groupIds.Inside(c.GroupIds[1]), groupIds.Inside(c.GroupIds[2]));
        script.Call("its user ids", Sys.setresuid, userIds.Inside(c.UserIds[0]), userIds.Inside(c.UserIds[1]), userIds.Inside(c.UserIds[2]));

        // Not root, and with capabilities that exec would take away: ambient ones survive it.
        bool isPlain = c.UserIds[1] != 0 && c.UserIds[0] != 0;
        ulong ambient = isPlain ? c.Ambient | c.Permitted : c.Ambient;
        ulong inheritable = c.Inheritable | ambient;
        AppendCapabilities(script, "capabilities on the way", c.Permitted | ambient | SetPcap, inheritable, c.Permitted | ambient | SetPcap, Errno.EPERM);
        for (int i = 0; i < CapabilityNames.Count; i++)
        {
            if ((ambient & (1UL << i)) != 0)
            {
                script.Call(
                    $"ambient {CapabilityNames.Of(1UL << i).First()}", Sys.prctl, SpawnArgument.Named(PrctlOptions.PR_CAP_AMBIENT, "PR_CAP_AMBIENT"),
                    SpawnArgument.Named(PrctlOptions.PR_CAP_AMBIENT_RAISE, "PR_CAP_AMBIENT_RAISE"), i, 0, 0);
            }
        }

        script.Call(
            "its securebits", new SpawnRule { ToleratedErrno = Errno.EPERM }, Sys.prctl, SpawnArgument.Named(PrctlOptions.PR_SET_SECUREBITS, "PR_SET_SECUREBITS"), wanted.SecureBits ?? 0, 0, 0, 0);
        AppendCapabilities(script, "its capabilities", c.Permitted | ambient, inheritable, c.Effective | ambient, Errno.None);
    }

    private static void AppendCapabilities(SpawnScript script, string label, ulong permitted, ulong inheritable, ulong effective, Errno tolerated)
    {
        // _LINUX_CAPABILITY_VERSION_3: two blocks of three words. See capset(2).
        const uint Version = 0x20080522;
        SpawnArgument header = script.Bytes([.. BitConverter.GetBytes(Version), .. BitConverter.GetBytes(0)]);
        SpawnArgument data = script.Bytes(
        [
            .. BitConverter.GetBytes((uint)effective), .. BitConverter.GetBytes((uint)permitted), .. BitConverter.GetBytes((uint)inheritable),
            .. BitConverter.GetBytes((uint)(effective >> 32)), .. BitConverter.GetBytes((uint)(permitted >> 32)), .. BitConverter.GetBytes((uint)(inheritable >> 32)),
        ]);
        script.Call(label, new SpawnRule { ToleratedErrno = tolerated }, Sys.capset, header, data);
    }

    private static CloneFlags Different(NamespaceSet own, NamespaceSet wanted)
    {
        CloneFlags[] flags =
        [
            CloneFlags.NewUser, CloneFlags.NewMount, CloneFlags.NewPid, CloneFlags.NewNetwork, CloneFlags.NewIpc, CloneFlags.NewUts, CloneFlags.NewCgroup, CloneFlags.NewTime,
        ];
        CloneFlags different = CloneFlags.None;
        for (int i = 0; i < flags.Length; i++)
        {
            different |= wanted.At(i) != 0 && own.At(i) != wanted.At(i) ? flags[i] : CloneFlags.None;
        }

        return different;
    }

    private static void JoinCgroups(int pid, string[] lines)
    {
        foreach (string line in lines)
        {
            string[] parts = line.Split(':', 3);
            if (parts.Length == 3 && CgroupMounts.FolderOf(parts[1]) is { } folder)
            {
                KernelFile.Write($"{folder}{parts[2]}/cgroup.procs", pid.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    /// <summary>The environment of a process, with this terminal's kind.</summary>
    internal static List<string> EnvironmentOf(int pid)
    {
        ProgramImage image = new ImageReader(new TextPool()).Settled(pid);
        List<string> entries = [.. image.Environment.Entries.Where(static entry => !entry.StartsWith("TERM=", StringComparison.Ordinal))];
        entries.Add("TERM=" + (Environment.GetEnvironmentVariable("TERM") ?? "linux"));
        return entries;
    }
}
