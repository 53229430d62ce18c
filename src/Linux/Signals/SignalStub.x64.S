# The handler of a SignalInbox: counts the signal and wakes whoever polls. See SignalInbox.cs.
#
# Rules. It may interrupt any thread of the process, managed or not, at any instruction: no runtime, no libc (so errno stays), nothing
# but raw system calls and registers that a handler may use. The address of the page is patched into the first instruction.
#
#   struct page   0 number of an eventfd (4 bytes)   8 the word 1 (8)   16 counters of the signals 0 to 64 (4 each)
#
# Assemble:  as -o SignalStub.o SignalStub.x64.S && objcopy -O binary -j .text SignalStub.o SignalStub.bin

        .intel_syntax noprefix
        .text
        .globl  signal_stub
signal_stub:
        movabs  r8, 0x1122334455667788          # the page
        mov     ecx, edi
        lock inc dword ptr [r8 + rcx*4 + 16]
        mov     edi, [r8]
        lea     rsi, [r8 + 8]
        mov     edx, 8
        mov     eax, 1                          # write(eventfd, &one, 8): EAGAIN says that it is readable already
        syscall
        ret

        .globl  signal_return
signal_return:
        mov     eax, 15                         # rt_sigreturn
        syscall
        hlt
