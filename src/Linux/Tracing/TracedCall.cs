using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>Where a stopped thread is, and in which system call: struct ptrace_syscall_info, the same for 64-bit and 32-bit programs. See PTRACE_GET_SYSCALL_INFO in ptrace(2).</summary>
/// <param name="Operation">PTRACE_SYSCALL_INFO_NONE, _ENTRY, _EXIT or _SECCOMP.</param>
/// <param name="Architecture">AUDIT_ARCH_* of the call.</param>
/// <param name="StackPointer">The stack pointer.</param>
/// <param name="Number">The call, at entry and for seccomp.</param>
/// <param name="Result">At exit: the result, or minus the errno.</param>
public readonly record struct TracedCall(byte Operation, uint Architecture, ulong StackPointer, long Number, long Result)
{
    /// <summary>AUDIT_ARCH_X86_64 of linux/audit.h.</summary>
    public const uint X64 = 0xC000003E;

    /// <summary>AUDIT_ARCH_I386 of linux/audit.h.</summary>
    public const uint I386 = 0x40000003;

    /// <summary>The kernel's struct.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 88)]
    internal unsafe struct Raw
    {
        internal byte op;
        internal uint arch;
        internal ulong instruction_pointer;
        internal ulong stack_pointer;
        internal ulong first;
        internal fixed ulong args[6];
    }
}
