using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Helios.Support;

namespace Helios.Linux.Tests;

/// <summary>Constants and struct layouts, proved by the C compiler against the system's headers.</summary>
public sealed class AbiTests
{
    private const string Headers =
        """
        #define _GNU_SOURCE
        #include <stddef.h>
        #include <fcntl.h>
        #include <sys/stat.h>
        #include <sys/prctl.h>
        #include <linux/securebits.h>
        #include <signal.h>
        #include <sys/ioctl.h>
        #include <linux/sockios.h>
        #include <linux/nsfs.h>
        #include <sys/socket.h>
        #include <linux/netlink.h>
        #include <net/if.h>
        #include <linux/seccomp.h>
        #include <sys/resource.h>
        #include <sys/ptrace.h>
        #include <linux/openat2.h>
        #include <linux/close_range.h>
        #include <linux/futex.h>
        #include <sys/syscall.h>
        #include <sys/epoll.h>
        #include <sys/eventfd.h>
        #include <sys/wait.h>
        #include <sys/mman.h>
        #include <sys/file.h>
        #include <sys/utsname.h>
        #include <unistd.h>
        #include <sys/uio.h>
        #include <poll.h>
        #include <termios.h>
        #include <elf.h>
        #include <sys/user.h>
        """;

    /// <summary>linux/mount.h and sys/mount.h cannot both be included by one file with every C library; nor linux/sched.h and sched.h.</summary>
    public static TheoryData<string, string> Units() => new()
    {
        { nameof(MountFlags), "#include <sys/mount.h>" },
        { nameof(MountApi), "#include <linux/mount.h>" },
        { nameof(OpenFlags), "" },
        { nameof(FileModes), "" },
        { nameof(FcntlCommands), "" },
        { nameof(PrctlOptions), "" },
        { nameof(SignalNumbers), "" },
        { nameof(Ioctls), "" },
        { nameof(SocketConstants), "" },
        { nameof(SeccompConstants), "" },
        { nameof(RlimitResources), "" },
        { nameof(PtraceRequests), "" },
    };

    [Theory]
    [MemberData(nameof(Units))]
    public void Constants_have_the_values_of_the_headers(string type, string include)
    {
        StringBuilder program = new(Headers + "\n" + include + "\n");
        foreach ((string name, long value) in ConstantsOf(typeof(MountFlags).Assembly.GetType("Helios.Linux." + type, throwOnError: true)!))
        {
            program.AppendLine(CultureInfo.InvariantCulture, $"_Static_assert((long long){name} == {value}LL, \"{name}\");");
        }

        Compile(program);
    }

    [Fact]
    public void System_call_numbers_are_those_of_the_headers()
    {
        Needs.X64();
        StringBuilder program = new(Headers + "\n");
        foreach ((string name, long value) in Enum.GetValues<Sys>().Select(static call => (call.ToString(), (long)call)))
        {
            // Headers older than the call do not have it.
            program.AppendLine(CultureInfo.InvariantCulture, $"#ifdef SYS_{name}\n_Static_assert(SYS_{name} == {value}, \"{name}\");\n#endif");
            Assert.Equal(name, ((Sys)value).Name());
        }

        Assert.Equal("syscall_9999", ((Sys)9999).Name());
        Compile(program);
    }

    [Fact]
    public void Namespace_flags_are_those_of_clone()
    {
        StringBuilder program = new("#include <linux/sched.h>\n");
        foreach ((CloneFlags flag, string name) in new[]
        {
            (CloneFlags.NewTime, "CLONE_NEWTIME"), (CloneFlags.NewMount, "CLONE_NEWNS"), (CloneFlags.NewCgroup, "CLONE_NEWCGROUP"),
            (CloneFlags.NewUts, "CLONE_NEWUTS"), (CloneFlags.NewIpc, "CLONE_NEWIPC"), (CloneFlags.NewUser, "CLONE_NEWUSER"),
            (CloneFlags.NewPid, "CLONE_NEWPID"), (CloneFlags.NewNetwork, "CLONE_NEWNET"),
        })
        {
            program.AppendLine(CultureInfo.InvariantCulture, $"_Static_assert({name} == {(ulong)flag}ULL, \"{name}\");");
        }

        foreach ((string name, ulong value) in new[]
        {
            (nameof(Libc.CLONE_VM), Libc.CLONE_VM), (nameof(Libc.CLONE_PIDFD), Libc.CLONE_PIDFD), (nameof(Libc.CLONE_VFORK), Libc.CLONE_VFORK),
            (nameof(Libc.CLONE_PARENT), Libc.CLONE_PARENT), (nameof(Libc.CLONE_PARENT_SETTID), Libc.CLONE_PARENT_SETTID),
            (nameof(Libc.CLONE_CLEAR_SIGHAND), Libc.CLONE_CLEAR_SIGHAND), (nameof(Libc.CLONE_INTO_CGROUP), Libc.CLONE_INTO_CGROUP),
        })
        {
            program.AppendLine(CultureInfo.InvariantCulture, $"_Static_assert({name} == {value}ULL, \"{name}\");");
        }

        Layout<Libc.clone_args>(program, "struct clone_args", nameof(Libc.clone_args.flags), nameof(Libc.clone_args.pidfd), nameof(Libc.clone_args.parent_tid), nameof(Libc.clone_args.exit_signal), nameof(Libc.clone_args.stack), nameof(Libc.clone_args.set_tid), nameof(Libc.clone_args.cgroup));
        program.Insert(0, "#include <stddef.h>\n");
        Compile(program);
    }

    [Fact]
    public void Structs_and_private_constants_are_those_of_the_headers()
    {
        Needs.X64();
        StringBuilder program = new(Headers + "\n");
        Layout<Libc.siginfo_t>(program, "siginfo_t", nameof(Libc.siginfo_t.si_signo), nameof(Libc.siginfo_t.si_errno), nameof(Libc.siginfo_t.si_code), nameof(Libc.siginfo_t.si_pid), nameof(Libc.siginfo_t.si_uid), nameof(Libc.siginfo_t.si_status));
        Layout<Libc.pollfd>(program, "struct pollfd", nameof(Libc.pollfd.fd), nameof(Libc.pollfd.events), nameof(Libc.pollfd.revents));
        Layout<Libc.epoll_event>(program, "struct epoll_event", nameof(Libc.epoll_event.events), nameof(Libc.epoll_event.data));
        Layout<Libc.termios>(program, "struct termios", nameof(Libc.termios.c_iflag), nameof(Libc.termios.c_lflag), nameof(Libc.termios.c_line), nameof(Libc.termios.c_cc), nameof(Libc.termios.c_ispeed), nameof(Libc.termios.c_ospeed));
        Layout<Libc.winsize>(program, "struct winsize", nameof(Libc.winsize.ws_row), nameof(Libc.winsize.ws_col), nameof(Libc.winsize.ws_xpixel), nameof(Libc.winsize.ws_ypixel));
        Layout<Libc.iovec>(program, "struct iovec", nameof(Libc.iovec.iov_base), nameof(Libc.iovec.iov_len));
        Layout<Libc.msghdr>(program, "struct msghdr", nameof(Libc.msghdr.msg_name), nameof(Libc.msghdr.msg_namelen), nameof(Libc.msghdr.msg_iov), nameof(Libc.msghdr.msg_iovlen), nameof(Libc.msghdr.msg_control), nameof(Libc.msghdr.msg_controllen), nameof(Libc.msghdr.msg_flags));
        Layout<Libc.cmsghdr>(program, "struct cmsghdr", nameof(Libc.cmsghdr.cmsg_len), nameof(Libc.cmsghdr.cmsg_level), nameof(Libc.cmsghdr.cmsg_type));
        Layout<OpenHow>(program, "struct open_how", OpenHow.Size, (nameof(OpenHow.Flags), "flags"), (nameof(OpenHow.Mode), "mode"), (nameof(OpenHow.Resolve), "resolve"));
        Layout<ResourceLimit>(program, "struct rlimit", 16, (nameof(ResourceLimit.Soft), "rlim_cur"), (nameof(ResourceLimit.Hard), "rlim_max"));
        Layout<Libc.utsname>(program, "struct utsname", nameof(Libc.utsname.nodename), nameof(Libc.utsname.release), nameof(Libc.utsname.machine), nameof(Libc.utsname.domainname));
        Fields<Libc.rusage>(program, "struct rusage", (nameof(Libc.rusage.utime_sec), "ru_utime.tv_sec"), (nameof(Libc.rusage.utime_usec), "ru_utime.tv_usec"), (nameof(Libc.rusage.stime_sec), "ru_stime.tv_sec"), (nameof(Libc.rusage.stime_usec), "ru_stime.tv_usec"), (nameof(Libc.rusage.maxrss), "ru_maxrss"));
        Fields<Libc.libc_sigaction>(program, "struct sigaction", (nameof(Libc.libc_sigaction.sa_handler), "sa_handler"), (nameof(Libc.libc_sigaction.sa_mask), "sa_mask"), (nameof(Libc.libc_sigaction.sa_flags), "sa_flags"), (nameof(Libc.libc_sigaction.sa_restorer), "sa_restorer"));
        Layout<Libc.sockaddr_nl>(program, "struct sockaddr_nl", nameof(Libc.sockaddr_nl.nl_family), nameof(Libc.sockaddr_nl.nl_pid), nameof(Libc.sockaddr_nl.nl_groups));
        Layout<UserRegisters>(program, "struct user_regs_struct", nameof(UserRegisters.r15), nameof(UserRegisters.r10), nameof(UserRegisters.rax), nameof(UserRegisters.rdi), nameof(UserRegisters.orig_rax), nameof(UserRegisters.rip), nameof(UserRegisters.rsp), nameof(UserRegisters.gs));
        Layout<Libc.futex_timespec>(program, "struct timespec", nameof(Libc.futex_timespec.tv_sec), nameof(Libc.futex_timespec.tv_nsec));
        foreach ((string name, long value) in ConstantsOf(typeof(Libc)))
        {
            if (name.StartsWith("PIDFD_", StringComparison.Ordinal) || name.StartsWith("CLONE_", StringComparison.Ordinal) || char.IsLower(name[1]))
            {
                continue; // Proved elsewhere, or newer than the headers of most hosts.
            }

            // Headers before Linux 6.3 do not know what makes a memory file executable.
            bool young = name is nameof(Libc.MFD_EXEC) or nameof(Libc.MFD_NOEXEC_SEAL);
            string assertion = string.Create(CultureInfo.InvariantCulture, $"_Static_assert((long long){name} == {value}LL, \"{name}\");");
            program.AppendLine(young ? $"#ifdef {name}\n{assertion}\n#endif" : assertion);
        }

        foreach (EventKinds kind in Enum.GetValues<EventKinds>().Where(kind => kind != EventKinds.None))
        {
            string name = kind switch
            {
                EventKinds.Readable => "EPOLLIN",
                EventKinds.Urgent => "EPOLLPRI",
                EventKinds.Writable => "EPOLLOUT",
                EventKinds.Error => "EPOLLERR",
                EventKinds.HangUp => "EPOLLHUP",
                EventKinds.PeerClosed => "EPOLLRDHUP",
                _ => "EPOLLET",
            };
            program.AppendLine(CultureInfo.InvariantCulture, $"_Static_assert((unsigned){name} == {(uint)kind}U, \"{name}\");");
        }

        Compile(program);
    }

    [Fact]
    public void What_ptrace_tells_of_a_call_is_that_of_the_headers()
    {
        StringBuilder program = new("#include <stddef.h>\n#include <linux/ptrace.h>\n");
        Fields<TracedCall.Raw>(
            program, "struct ptrace_syscall_info", (nameof(TracedCall.Raw.op), "op"), (nameof(TracedCall.Raw.arch), "arch"), (nameof(TracedCall.Raw.instruction_pointer), "instruction_pointer"),
            (nameof(TracedCall.Raw.stack_pointer), "stack_pointer"), (nameof(TracedCall.Raw.first), "entry.nr"), (nameof(TracedCall.Raw.args), "entry.args"));
        Compile(program);
    }

    [Fact]
    public void Mount_attributes_are_those_of_the_headers()
    {
        StringBuilder program = new("#include <stddef.h>\n#include <linux/mount.h>\n");
        Layout<MountAttributes>(
            program, "struct mount_attr", MountAttributes.Size, (nameof(MountAttributes.Set), "attr_set"), (nameof(MountAttributes.Clear), "attr_clr"),
            (nameof(MountAttributes.Propagation), "propagation"), (nameof(MountAttributes.UserNamespace), "userns_fd"));
        Compile(program);
    }

    [Fact]
    public void Pidfd_info_is_that_of_the_headers_where_they_have_it()
    {
        StringBuilder program = new("#if __has_include(<linux/pidfd.h>)\n#include <linux/pidfd.h>\n#endif\n#ifdef PIDFD_GET_INFO\n");
        Layout<Libc.pidfd_info>(program, "struct pidfd_info", sized: false, nameof(Libc.pidfd_info.mask), nameof(Libc.pidfd_info.cgroupid), nameof(Libc.pidfd_info.pid), nameof(Libc.pidfd_info.ppid), nameof(Libc.pidfd_info.euid), nameof(Libc.pidfd_info.fsgid), nameof(Libc.pidfd_info.exit_code));
        program.Insert(0, "#include <stddef.h>\n");
        program.AppendLine(CultureInfo.InvariantCulture, $"#ifdef PIDFD_INFO_EXIT\n_Static_assert(PIDFD_INFO_EXIT == {Libc.PIDFD_INFO_EXIT}, \"exit\");\n#endif\n#endif");
        Compile(program);
    }

    [Fact]
    public void Struct_sizes_are_right_even_without_a_compiler()
    {
        Needs.X64();
        Assert.Equal(88, Unsafe.SizeOf<Libc.clone_args>());
        Assert.Equal(64, Unsafe.SizeOf<Libc.pidfd_info>());
        Assert.Equal(128, Unsafe.SizeOf<Libc.siginfo_t>());
        Assert.Equal(12, Unsafe.SizeOf<Libc.epoll_event>());
        Assert.Equal(60, Unsafe.SizeOf<Libc.termios>());
        Assert.Equal(32, Unsafe.SizeOf<Libc.kernel_sigaction>());
        Assert.Equal(56, Unsafe.SizeOf<Libc.msghdr>());
        Assert.Equal(16, Unsafe.SizeOf<Libc.cmsghdr>());
        Assert.Equal(MountAttributes.Size, Unsafe.SizeOf<MountAttributes>());
        Assert.Equal(OpenHow.Size, Unsafe.SizeOf<OpenHow>());
    }

    [Fact]
    public void Every_errno_has_the_number_of_the_headers()
    {
        StringBuilder program = new("#include <errno.h>\n");
        foreach (Errno errno in Enum.GetValues<Errno>().Where(errno => errno != Errno.None))
        {
            program.AppendLine(CultureInfo.InvariantCulture, $"_Static_assert({errno} == {(int)errno}, \"{errno}\");");
        }

        Compile(program);
    }

    private static void Layout<T>(StringBuilder program, string type, params string[] fields)
        where T : unmanaged
        => Layout<T>(program, type, sized: true, fields);

    /// <summary>Newer headers may have a longer struct, whose first part is ours: then only the offsets count.</summary>
    private static void Layout<T>(StringBuilder program, string type, bool sized, params string[] fields)
        where T : unmanaged
    {
        if (sized)
        {
            program.AppendLine(CultureInfo.InvariantCulture, $"_Static_assert(sizeof({type}) == {Unsafe.SizeOf<T>()}, \"sizeof {type}\");");
        }

        foreach (string field in fields)
        {
            nint offset = Marshal.OffsetOf<T>(field);
            program.AppendLine(CultureInfo.InvariantCulture, $"_Static_assert(offsetof({type}, {field}) == {offset}, \"{type}.{field}\");");
        }
    }

    /// <summary>A struct whose fields stand inside others in the header.</summary>
    private static void Fields<T>(StringBuilder program, string type, params (string Field, string Header)[] fields)
        where T : unmanaged
    {
        program.AppendLine(CultureInfo.InvariantCulture, $"_Static_assert(sizeof({type}) == {Unsafe.SizeOf<T>()}, \"sizeof {type}\");");
        foreach ((string field, string header) in fields)
        {
            program.AppendLine(CultureInfo.InvariantCulture, $"_Static_assert(offsetof({type}, {header}) == {Marshal.OffsetOf<T>(field)}, \"{type}.{header}\");");
        }
    }

    /// <summary>A public struct: properties in place of the header's fields.</summary>
    private static void Layout<T>(StringBuilder program, string type, int size, params (string Property, string Field)[] fields)
        where T : unmanaged
    {
        program.AppendLine(CultureInfo.InvariantCulture, $"_Static_assert(sizeof({type}) == {size}, \"sizeof {type}\");");
        foreach ((string property, string field) in fields)
        {
            program.AppendLine(CultureInfo.InvariantCulture, $"_Static_assert(offsetof({type}, {field}) == {Marshal.OffsetOf<T>($"<{property}>k__BackingField")}, \"{type}.{field}\");");
        }
    }

    private static IEnumerable<(string Name, long Value)> ConstantsOf(Type type)
        => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(field => field.IsLiteral)
            .Select(field => (field.Name, Value: field.GetRawConstantValue()))
            .Where(constant => constant.Value is long or int or ulong or uint or short)
            .Select(constant => (constant.Name, unchecked((long)Convert.ToDecimal(constant.Value, CultureInfo.InvariantCulture))));

    private static void Compile(StringBuilder program)
    {
        Needs.Tool("gcc");
        Needs.FileAt("/usr/include/linux/sched.h");
        using TempTree temp = new();
        string source = temp.Write("abi.c", program.ToString());
        ToolResult result = Tool.Run("gcc", "-std=gnu11", "-fsyntax-only", source);
        Assert.True(result.ExitCode == 0, result.Errors);
    }
}
