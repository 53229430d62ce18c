namespace Helios.Contracts;

/// <summary>The kernel's namespaces. See namespaces(7).</summary>
[Flags]
public enum NamespaceKinds
{
    /// <summary>Process ids; the payload is process 1.</summary>
    Pid = 1,

    /// <summary>The mount tree.</summary>
    Mount = 2,

    /// <summary>Host name and NIS domain name.</summary>
    Uts = 4,

    /// <summary>System V IPC and POSIX message queues.</summary>
    Ipc = 8,

    /// <summary>Network devices, addresses, ports, firewall.</summary>
    Network = 16,

    /// <summary>The view of the control group tree.</summary>
    Cgroup = 32,

    /// <summary>User and group ids, and the capabilities that go with them.</summary>
    User = 64,

    /// <summary>The monotonic and boot-time clocks.</summary>
    Time = 128,

    /// <summary>What a container has unless it says otherwise.</summary>
    Default = Pid | Mount | Uts | Ipc | Network | Cgroup,
}
