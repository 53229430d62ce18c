namespace Helios.Linux;

/// <summary>A namespace held open: it lives at least as long as this descriptor. See namespaces(7).</summary>
public sealed class NamespaceFd : SafeFd
{
    private NamespaceFd(int fd, string name)
        : base(fd)
        => Name = name;

    /// <summary>Its kind as below /proc/PID/ns: <c>net</c>, <c>mnt</c>, <c>pid_for_children</c>.</summary>
    public string Name { get; }

    /// <summary>The inode number, which is the namespace's identity: equal numbers, same namespace.</summary>
    public long Inode
    {
        get
        {
            // "net:[4026531840]"
            string target = File.ResolveLinkTarget($"/proc/self/fd/{Number}", returnFinalTarget: false)?.Name ?? "";
            int open = target.IndexOf('[', StringComparison.Ordinal);
            return open >= 0 && target.EndsWith(']')
                ? long.Parse(target.AsSpan(open + 1, target.Length - open - 2), System.Globalization.CultureInfo.InvariantCulture)
                : throw new ReasonException($"descriptor {Number} is '{target}', not a namespace");
        }
    }

    /// <summary>Opens a namespace of a process, which must be kept from ending meanwhile (held, or a child not waited for).</summary>
    /// <param name="pid">Its number.</param>
    /// <param name="name">As below /proc/PID/ns: <c>net</c>, <c>mnt</c>, <c>pid</c>, <c>user</c>, <c>uts</c>, <c>ipc</c>, <c>cgroup</c>, <c>time</c>.</param>
    public static NamespaceFd Open(int pid, string name) => OpenPath($"/proc/{pid}/ns/{name}", name);

    /// <summary>Opens a namespace of the calling process.</summary>
    public static NamespaceFd OpenOwn(string name) => OpenPath($"/proc/thread-self/ns/{name}", name);

    /// <summary>Moves the calling thread into it. Only for threads made for it. See setns(2).</summary>
    public void Enter() => SyscallException.Check(Libc.setns(Number, 0), "setns", Name);

    private static NamespaceFd OpenPath(string path, string name)
        => new(Opening.At((int)OpenFlags.AT_FDCWD, path, OpenFlags.O_RDONLY), name);
}
