using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Isolation.Capabilities;
using Helios.Isolation.Seccomp;
using Helios.Linux;

namespace Helios.Isolation.Tests.Seccomp;

public sealed class SeccompCompilerTests
{
    private static readonly uint s_allowed = SeccompAction.Allow;
    private static readonly uint s_denied = SeccompAction.Fail(Errno.EPERM);
    private static readonly uint s_unknown = SeccompAction.Fail(Errno.ENOSYS);
    private static readonly ImmutableArray<BpfInstruction> s_default = SeccompCompiler.Compile(CapabilitySet.Default);
    private static readonly string[] s_judgedByArgument = ["clone", "clone3", "ioctl", "personality", "socket", "socketpair", "unshare"];

    [Fact]
    public void Every_number_gets_the_action_of_its_rule()
    {
        for (uint number = 0; number < 1000; number++)
        {
            string name = ((Sys)number).Name();
            if (!s_judgedByArgument.Contains(name))
            {
                uint expected = name.StartsWith("syscall_", StringComparison.Ordinal) ? s_unknown : SeccompProfileRules.ActionOf(name, CapabilitySet.Default);
                Assert.True(expected == BpfMachine.Run(s_default, number), name);
            }
        }
    }

    [Theory]
    [InlineData(Sys.read)]
    [InlineData(Sys.execve)]
    [InlineData(Sys.openat2)]
    [InlineData(Sys.futex)]
    [InlineData(Sys.chroot)]
    public void Ordinary_calls_are_allowed(Sys number) => Assert.Equal(s_allowed, BpfMachine.Run(s_default, (uint)number));

    [Theory]
    [InlineData(Sys.reboot)]
    [InlineData(Sys.kexec_load)]
    [InlineData(Sys.syslog)]
    [InlineData(Sys.mount)]
    [InlineData(Sys.setns)]
    [InlineData(Sys.bpf)]
    [InlineData(Sys.keyctl)]
    [InlineData(Sys.init_module)]
    [InlineData(Sys.open_by_handle_at)]
    [InlineData(Sys.io_uring_setup)]
    [InlineData(Sys.userfaultfd)]
    public void Dangerous_calls_answer_EPERM(Sys number) => Assert.Equal(s_denied, BpfMachine.Run(s_default, (uint)number));

    [Theory]
    [InlineData(511)]
    [InlineData(600)]
    [InlineData(0x3FFFFFFF)]
    public void Unknown_calls_answer_ENOSYS(uint number) => Assert.Equal(s_unknown, BpfMachine.Run(s_default, number));

    [Theory]
    [InlineData(0x40000000)]
    [InlineData(0x40000000 + (long)Sys.mount)]
    [InlineData(0xFFFFFFFF)]
    public void X32_numbers_are_no_way_round_the_filter(long number) => Assert.Equal(s_unknown, BpfMachine.Run(s_default, (uint)number));

    [Theory]
    [InlineData(0x40000003u)]
    [InlineData(0u)]
    public void Another_architecture_is_killed(uint architecture) => Assert.Equal(SeccompAction.KillProcess, BpfMachine.Run(s_default, (uint)Sys.read, architecture));

    [Fact]
    public void Clone_may_make_threads_and_processes_but_no_namespaces()
    {
        Assert.Equal(s_allowed, BpfMachine.Run(s_default, (uint)Sys.clone, BpfMachine.X64, 0x003D0F00));
        foreach (CloneFlags flag in Enum.GetValues<CloneFlags>().Where(static flag => flag is not (CloneFlags.None or CloneFlags.NewTime)))
        {
            Assert.Equal(s_denied, BpfMachine.Run(s_default, (uint)Sys.clone, BpfMachine.X64, (ulong)flag | 17));
        }
    }

    [Fact]
    public void Clone3_answers_ENOSYS_so_that_libraries_fall_back() => Assert.Equal(s_unknown, BpfMachine.Run(s_default, (uint)Sys.clone3));

    [Theory]
    [InlineData(0x5412)]
    [InlineData(0x541C)]
    public void Typing_into_a_terminal_is_denied(ulong request) => Assert.Equal(s_denied, BpfMachine.Run(s_default, (uint)Sys.ioctl, BpfMachine.X64, 0, request));

    [Fact]
    public void Other_terminal_requests_are_allowed() => Assert.Equal(s_allowed, BpfMachine.Run(s_default, (uint)Sys.ioctl, BpfMachine.X64, 0, (ulong)Ioctls.TIOCGWINSZ));

    [Theory]
    [InlineData(0UL, true)]
    [InlineData(0xFFFFFFFFUL, true)]
    [InlineData(0x20008UL, true)]
    [InlineData(0x0040000UL, false)]
    public void Personality_takes_only_harmless_values(ulong value, bool allowed)
        => Assert.Equal(allowed ? s_allowed : s_denied, BpfMachine.Run(s_default, (uint)Sys.personality, BpfMachine.X64, value));

    [Fact]
    public void A_kept_capability_opens_its_calls()
    {
        ImmutableArray<BpfInstruction> program = SeccompCompiler.Compile(CapabilitySet.Of(Capability.SYS_ADMIN));
        Assert.Equal(s_allowed, BpfMachine.Run(program, (uint)Sys.mount));
        Assert.Equal(s_allowed, BpfMachine.Run(program, (uint)Sys.clone3));
        Assert.Equal(s_denied, BpfMachine.Run(program, (uint)Sys.chroot));
    }

    [Theory]
    [InlineData(Capability.SYSLOG, "syslog")]
    [InlineData(Capability.BPF, "bpf")]
    [InlineData(Capability.PERFMON, "perf_event_open")]
    [InlineData(Capability.SYS_TTY_CONFIG, "vhangup")]
    [InlineData(Capability.SYS_MODULE, "delete_module", "finit_module", "init_module")]
    [InlineData(Capability.SYS_RAWIO, "ioperm", "iopl")]
    [InlineData(Capability.SYS_TIME, "clock_adjtime", "clock_settime", "settimeofday")]
    [InlineData(Capability.SYS_CHROOT, "chroot")]
    [InlineData(Capability.SYS_BOOT, "reboot")]
    [InlineData(Capability.SYS_PACCT, "acct")]
    [InlineData(Capability.SYS_NICE, "migrate_pages", "move_pages")]
    [InlineData(Capability.SYS_PTRACE, "kcmp", "pidfd_getfd", "process_madvise")]
    [InlineData(Capability.DAC_READ_SEARCH, "open_by_handle_at")]
    [InlineData(Capability.NET_ADMIN)]
    [InlineData(Capability.CHOWN)]
    public void A_capability_opens_its_own_calls_and_no_others(Capability capability, params string[] calls)
    {
        // Bug hunt H3: given a capability, the filter refused its calls all the same.
        ImmutableArray<BpfInstruction> without = SeccompCompiler.Compile(default);
        ImmutableArray<BpfInstruction> with = SeccompCompiler.Compile(CapabilitySet.Of(capability));
        string[] opened = [.. Enumerable.Range(0, 512)
            .Where(number => BpfMachine.Run(without, (uint)number) != s_allowed && BpfMachine.Run(with, (uint)number) == s_allowed)
            .Select(static number => ((Sys)number).Name()).Order(StringComparer.Ordinal)];
        Assert.Equal(calls, opened);
    }

    [Theory]
    [InlineData(0UL, true)]
    [InlineData(0x600UL, true)]
    [InlineData(0x20000UL, false)]
    [InlineData(0x10000000UL, false)]
    [InlineData(0x80UL, false)]
    [InlineData(0x600UL | 0x20000UL, false)]
    public void Unshare_may_split_tables_and_make_no_namespaces(ulong flags, bool allowed)
    {
        Assert.Equal(allowed ? s_allowed : s_denied, BpfMachine.Run(s_default, (uint)Sys.unshare, BpfMachine.X64, flags));
        Assert.Equal(s_allowed, BpfMachine.Run(SeccompCompiler.Compile(CapabilitySet.Of(Capability.SYS_ADMIN)), (uint)Sys.unshare, BpfMachine.X64, flags));
    }

    [Theory]
    [InlineData(Sys.socket)]
    [InlineData(Sys.socketpair)]
    public void Sockets_are_of_the_listed_families_only(Sys call)
    {
        uint[] plain = [1, 2, 10, 16];
        uint[] raw = [.. plain, 17, 29, 44];
        ImmutableArray<BpfInstruction> withRaw = SeccompCompiler.Compile(CapabilitySet.Of(Capability.NET_RAW));
        foreach (ulong family in Enumerable.Range(0, 300).Select(static family => (ulong)family).Concat([uint.MaxValue, 0x1_0000_0000UL + 40]))
        {
            // The kernel takes an int: what stands above its 32 bits changes nothing.
            uint seen = (uint)family;
            Assert.Equal(plain.Contains(seen) ? s_allowed : SeccompAction.Fail(Errno.EAFNOSUPPORT), BpfMachine.Run(s_default, (uint)call, BpfMachine.X64, family));
            Assert.Equal(raw.Contains(seen) ? s_allowed : SeccompAction.Fail(Errno.EAFNOSUPPORT), BpfMachine.Run(withRaw, (uint)call, BpfMachine.X64, family));
        }
    }

    [Fact]
    public void Every_name_of_the_rules_is_the_name_of_a_call()
    {
        HashSet<string> known = [.. Enumerable.Range(0, 512).Select(static number => ((Sys)number).Name())];
        string[] retired = ["_sysctl", "afs_syscall", "create_module", "get_kernel_syms", "nfsservctl", "query_module", "security", "tuxcall", "vserver", "vm86", "vm86old", "lookup_dcookie", "ustat", "uselib", "sysfs"];
        Assert.Empty(SeccompProfileRules.Forbidden.Concat(SeccompProfileRules.Conditional.SelectMany(static row => row.Calls)).Except(known).Except(retired));
    }

    [Fact]
    public void The_program_is_one_the_kernel_takes() => Assert.InRange(s_default.Length, 1, 4096);
}
