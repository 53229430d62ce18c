namespace Helios.Cli;

/// <summary>The options that describe a container, named as in podman. <c>run</c> and <c>explain</c> share them.</summary>
internal sealed class ContainerOptions
{
    private static readonly string[] s_privateOrHost = ["private", "host"];

    internal readonly CliOption Name = new("--name", ValueKind.Text, "Name of the container; made up unless given")
    {
        ValueName = "NAME",
        Section = "Container",
    };

    internal readonly CliOption Config = new(
        "--config", ValueKind.File, "Begin with the container of a file of helios-container, or with the entrypoint of a specification of clone_shim; other options come on top")
    {
        ValueName = "FILE",
        Section = "Container",
    };

    internal readonly CliOption CommandText = new("--command", ValueKind.Text, "The command in one text, split at blanks, as helios-container has it")
    {
        ValueName = "WORDS",
        Section = "Container",
    };

    internal readonly CliOption Backend = new("--backend", ValueKind.Word, "What isolates it: namespaces (default) or systemd-run, which makes it a unit of systemd")
    {
        Words = BackendChoice.Names,
        Section = "Container",
    };

    internal readonly CliOption Hostname = new("--hostname", ValueKind.Text, "Host name inside; the container's name unless given", "-h")
    {
        ValueName = "NAME",
        Section = "Container",
    };

    internal readonly CliOption Domainname = new("--domainname", ValueKind.Text, "NIS domain name inside")
    {
        ValueName = "NAME",
        Section = "Container",
    };

    internal readonly CliOption Tty = new("--tty", ValueKind.Switch, "Give the command a terminal of its own, connected to this one", "-t")
    {
        Section = "Container",
    };

    internal readonly CliOption Interactive = new(
        "--interactive", ValueKind.Switch, "Accepted so that -it can be typed: standard input is always connected", "-i")
    {
        Section = "Container",
    };

    internal readonly CliOption Remove = new(
        "--rm", ValueKind.Switch, "Accepted as podman has it: a container in the foreground is always removed when it ends")
    {
        Section = "Container",
    };

    internal readonly CliOption StopSignal = new("--stop-signal", ValueKind.Text, "Signal that asks the command to end (TERM)")
    {
        ValueName = "SIGNAL",
        Section = "Container",
    };

    internal readonly CliOption StopTimeout = new("--stop-timeout", ValueKind.Text, "Seconds it may take to end before it is killed (10)")
    {
        ValueName = "SECONDS",
        Section = "Container",
    };

    internal readonly CliOption Root = new(
        "--root", ValueKind.Directory, "Root file system: 'host' (default) is this machine's under a copy-on-write layer, 'void' is empty, else a directory",
        "--rootfs")
    {
        ValueName = "host|void|DIR",
        Section = "Files",
    };

    internal readonly CliOption Ephemeral = new("--ephemeral", ValueKind.Switch, "Let writes to a directory root vanish with the container")
    {
        Section = "Files",
    };

    internal readonly CliOption ReadOnly = new("--read-only", ValueKind.Switch, "Mount the root read-only") { Section = "Files" };

    internal readonly CliOption Volume = new("--volume", ValueKind.File, "Mount a file or directory of the host; repeatable, in order", "-v")
    {
        ValueName = "SRC:DST[:ro|rw]",
        Section = "Files",
    };

    internal readonly CliOption Tmpfs = new("--tmpfs", ValueKind.Text, "Mount an empty file system in memory; repeatable")
    {
        ValueName = "DST[:size=SIZE,mode=OCTAL]",
        Section = "Files",
    };

    internal readonly CliOption Workdir = new("--workdir", ValueKind.Text, "Directory inside in which the command starts (/)", "-w")
    {
        ValueName = "DIR",
        Section = "Files",
    };

    internal readonly CliOption Memory = new("--memory", ValueKind.Text, "Most memory, such as 64M or 1.5G (powers of 1024)", "-m")
    {
        ValueName = "SIZE",
        Section = "Limits",
    };

    internal readonly CliOption MemorySwap = new("--memory-swap", ValueKind.Text, "Most memory and swap together; -1 does not limit swap")
    {
        ValueName = "SIZE",
        Section = "Limits",
    };

    internal readonly CliOption Cpus = new("--cpus", ValueKind.Text, "Most processor time, such as 0.5 or 2 processors") { ValueName = "NUMBER", Section = "Limits" };

    internal readonly CliOption CpuPercent = new("--cpu", ValueKind.Text, "The same in percent of one processor, as helios-container has it: 50 is --cpus 0.5")
    {
        ValueName = "PERCENT",
        Section = "Limits",
    };

    internal readonly CliOption CpusetCpus = new("--cpuset-cpus", ValueKind.Text, "Processors it may run on, such as 0,2-3", "--cpuset")
    {
        ValueName = "LIST",
        Section = "Limits",
    };

    internal readonly CliOption CpuWeight = new("--cpu-weight", ValueKind.Text, "Share of processor time against others, 1 to 10000 (100)")
    {
        ValueName = "NUMBER",
        Section = "Limits",
    };

    internal readonly CliOption IoWeight = new("--io-weight", ValueKind.Text, "Share of disk bandwidth against others, 1 to 10000 (100)")
    {
        ValueName = "NUMBER",
        Section = "Limits",
    };

    internal readonly CliOption PidsLimit = new("--pids-limit", ValueKind.Text, "Most processes and threads (2048); 0 or -1 does not limit them", "--pids")
    {
        ValueName = "NUMBER",
        Section = "Limits",
    };

    internal readonly CliOption Ulimit = new("--ulimit", ValueKind.Text, "Limit of each process, such as nofile=1024:4096; repeatable", "--rlimit")
    {
        ValueName = "NAME=SOFT[:HARD]",
        Section = "Limits",
    };

    internal readonly CliOption OomScoreAdj = new("--oom-score-adj", ValueKind.Text, "How readily the kernel kills it for memory, -1000 to 1000")
    {
        ValueName = "NUMBER",
        Section = "Limits",
    };

    internal readonly CliOption Env = new("--env", ValueKind.Text, "Set a variable; NAME alone passes this shell's value on; repeatable", "-e")
    {
        ValueName = "NAME[=VALUE]",
        Section = "Environment and user",
    };

    internal readonly CliOption EnvFile = new("--env-file", ValueKind.File, "Read variables from a file, one NAME=VALUE a line; repeatable")
    {
        ValueName = "FILE",
        Section = "Environment and user",
    };

    internal readonly CliOption User = new("--user", ValueKind.Text, "Run as this user of the container, by name or number", "-u")
    {
        ValueName = "USER[:GROUP]",
        Section = "Environment and user",
    };

    internal readonly CliOption GroupAdd = new("--group-add", ValueKind.Text, "A further group of the container, by name or number; repeatable")
    {
        ValueName = "GROUP",
        Section = "Environment and user",
    };

    internal readonly CliOption Network = new("--network", ValueKind.Word, "'none' (default) and 'private' have only a loopback of their own", "--net")
    {
        Words = ["none", "private", "host"],
        Section = "Isolation",
    };

    internal readonly CliOption Pid = new("--pid", ValueKind.Word, "Process ids: own (default) or the host's")
    {
        Words = s_privateOrHost,
        Section = "Isolation",
    };

    internal readonly CliOption Ipc = new("--ipc", ValueKind.Word, "System V IPC and message queues: own (default) or the host's")
    {
        Words = s_privateOrHost,
        Section = "Isolation",
    };

    internal readonly CliOption Uts = new("--uts", ValueKind.Word, "Host name: own (default) or the host's") { Words = s_privateOrHost, Section = "Isolation" };

    internal readonly CliOption Cgroupns = new("--cgroupns", ValueKind.Word, "View of the control groups: own (default) or the host's")
    {
        Words = s_privateOrHost,
        Section = "Isolation",
    };

    internal readonly CliOption Userns = new("--userns", ValueKind.Word, "User ids: the host's (default for root) or own (always for other users)")
    {
        Words = s_privateOrHost,
        Section = "Isolation",
    };

    internal readonly CliOption Time = new("--time", ValueKind.Switch, "Give it clocks of its own since boot (a time namespace)") { Section = "Isolation" };

    internal readonly CliOption CapAdd = new("--cap-add", ValueKind.Text, "Add a capability, such as NET_RAW, or ALL; repeatable") { ValueName = "CAP", Section = "Rights" };

    internal readonly CliOption CapDrop = new("--cap-drop", ValueKind.Text, "Drop a capability, or ALL; repeatable") { ValueName = "CAP", Section = "Rights" };

    internal readonly CliOption SecurityOpt = new(
        "--security-opt", ValueKind.Word, "no-new-privileges[=true|false], seccomp=default|unconfined, unmask=all; repeatable")
    {
        ValueName = "OPTION",
        Words = ["no-new-privileges=true", "no-new-privileges=false", "seccomp=default", "seccomp=unconfined", "unmask=all"],
        Section = "Rights",
    };

    /// <summary>All of them, in the order of help.</summary>
    internal IReadOnlyList<CliOption> All =>
    [
        Name, Backend, Config, CommandText, Hostname, Domainname, Tty, Interactive, Remove, StopSignal, StopTimeout,
        Root, Ephemeral, ReadOnly, Volume, Tmpfs, Workdir,
        Memory, MemorySwap, Cpus, CpuPercent, CpusetCpus, CpuWeight, IoWeight, PidsLimit, Ulimit, OomScoreAdj,
        Env, EnvFile, User, GroupAdd,
        Network, Pid, Ipc, Uts, Cgroupns, Userns, Time,
        CapAdd, CapDrop, SecurityOpt,
    ];
}
