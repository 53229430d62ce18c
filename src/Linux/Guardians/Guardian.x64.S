# The guardian: a static program that kills control groups when whoever started it is gone. See docs/survival.md.
# Descriptor 3 is one end of a SOCK_SEQPACKET pair; the daemon has the only other end. A message is a slot number, 4 bytes, below 65,536:
# with a descriptor, that is the open cgroup.kill of a container, held from now on; without one, what the slot held is let go.
# At end-of-file, which is the daemon's end however it came, a "1" is written to everything held. The kernel kills every process of such a group and
# of those below it, also one that is just being forked, that has changed its user, cleared its parent-death signal or shares the host's pids.
# It has no memory but a table of 256 KiB, of which it touches what is used, and makes no system call but those below.
# Build: as Guardian.x64.S -o guardian.o && objcopy -O binary -j .text guardian.o guardian.bin
        .intel_syntax noprefix
        .text
        .globl  _start
_start:
        xor     edi, edi
        mov     esi, 0x40000                    # 65,536 slots of 4 bytes: the number of a descriptor, 0 for none
        mov     edx, 3                          # PROT_READ | PROT_WRITE
        mov     r10d, 0x22                      # MAP_PRIVATE | MAP_ANONYMOUS
        mov     r8, -1
        xor     r9d, r9d
        mov     eax, 9                          # mmap
        syscall
        test    rax, rax
        js      .Lexit
        mov     rbx, rax                        # the table
        sub     rsp, 128                        # struct msghdr at 0, struct iovec at 56, the slot number at 72, the control message at 80
.Lnext:
        xor     eax, eax
        mov     [rsp], rax                      # msg_name
        mov     [rsp + 8], rax                  # msg_namelen
        lea     rcx, [rsp + 56]
        mov     [rsp + 16], rcx                 # msg_iov
        mov     qword ptr [rsp + 24], 1         # msg_iovlen
        lea     rcx, [rsp + 80]
        mov     [rsp + 32], rcx                 # msg_control
        mov     qword ptr [rsp + 40], 24        # msg_controllen: one descriptor
        lea     rcx, [rsp + 72]
        mov     [rsp + 56], rcx                 # iov_base
        mov     qword ptr [rsp + 64], 4         # iov_len
        mov     edi, 3
        mov     rsi, rsp
        mov     edx, 0x40000000                 # MSG_CMSG_CLOEXEC
        mov     eax, 47                         # recvmsg
        syscall
        cmp     rax, -4                         # EINTR: it was stopped and goes on
        je      .Lnext
        test    rax, rax
        jle     .Lover
        xor     r12d, r12d
        cmp     qword ptr [rsp + 40], 0         # did a descriptor come along?
        je      .Lslot
        mov     r12d, [rsp + 96]
.Lslot:
        mov     ecx, [rsp + 72]
        cmp     ecx, 0x10000
        jae     .Lnext
        mov     edi, [rbx + rcx * 4]
        mov     [rbx + rcx * 4], r12d
        test    edi, edi
        jz      .Lnext
        mov     eax, 3                          # close
        syscall
        jmp     .Lnext
.Lover:
        mov     byte ptr [rsp + 72], '1'
        xor     r12d, r12d
.Lkill:
        mov     edi, [rbx + r12 * 4]
        test    edi, edi
        jz      .Lafter
        lea     rsi, [rsp + 72]
        mov     edx, 1
        mov     eax, 1                          # write
        syscall
.Lafter:
        inc     r12d
        cmp     r12d, 0x10000
        jb      .Lkill
.Lexit:
        xor     edi, edi
        mov     eax, 231                        # exit_group
        syscall
