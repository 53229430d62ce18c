namespace Helios.Linux;

/// <summary>Requests, options and events of ptrace(2). The names are the kernel's, so that the man pages explain them.</summary>
#pragma warning disable CS1591 // Each member is documented by the man page that the type names.
public static class PtraceRequests
{
    public const long PTRACE_TRACEME = 0;
    public const long PTRACE_PEEKDATA = 2;
    public const long PTRACE_CONT = 7;
    public const long PTRACE_KILL = 8;
    public const long PTRACE_SYSCALL = 0x18;
    public const long PTRACE_SETOPTIONS = 0x4200;
    public const long PTRACE_GETEVENTMSG = 0x4201;
    public const long PTRACE_GETSIGINFO = 0x4202;
    public const long PTRACE_GETREGSET = 0x4204;
    public const long PTRACE_SETREGSET = 0x4205;
    public const long PTRACE_SEIZE = 0x4206;
    public const long PTRACE_INTERRUPT = 0x4207;
    public const long PTRACE_LISTEN = 0x4208;
    public const long PTRACE_SECCOMP_GET_FILTER = 0x420c;
    public const long PTRACE_GET_SYSCALL_INFO = 0x420e;
    public const long PTRACE_SYSCALL_INFO_NONE = 0;
    public const long PTRACE_SYSCALL_INFO_ENTRY = 1;
    public const long PTRACE_SYSCALL_INFO_EXIT = 2;
    public const long PTRACE_SYSCALL_INFO_SECCOMP = 3;
    public const long PTRACE_DETACH = 0x11;
    public const long PTRACE_O_TRACESYSGOOD = 1;
    public const long PTRACE_O_TRACEFORK = 2;
    public const long PTRACE_O_TRACEVFORK = 4;
    public const long PTRACE_O_TRACECLONE = 8;
    public const long PTRACE_O_TRACEEXEC = 0x10;
    public const long PTRACE_O_TRACEVFORKDONE = 0x20;
    public const long PTRACE_O_TRACEEXIT = 0x40;
    public const long PTRACE_O_TRACESECCOMP = 0x80;
    public const long PTRACE_O_EXITKILL = 0x100000;
    public const long PTRACE_EVENT_FORK = 1;
    public const long PTRACE_EVENT_VFORK = 2;
    public const long PTRACE_EVENT_CLONE = 3;
    public const long PTRACE_EVENT_EXEC = 4;
    public const long PTRACE_EVENT_VFORK_DONE = 5;
    public const long PTRACE_EVENT_EXIT = 6;
    public const long PTRACE_EVENT_SECCOMP = 7;
    public const long PTRACE_EVENT_STOP = 0x80;
}
