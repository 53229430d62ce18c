# The code that runs between clone3 and execve. See docs/adr/0001-child-is-data.md.
#
#   long spawn_stub(struct spawn_call *call)        returns clone3's result, in the parent only
#
# Rules. The child may share the parent's memory and its stack (CLONE_VM|CLONE_VFORK), so on its side this code never
# touches the stack, calls nothing and uses no thread-local storage: registers, the call, the records and the page only.
#
#   struct spawn_call   0 first record     8 end of records   16 page (MAP_SHARED)
#                      24 all signals     32 saved mask       40 wake the page's waiter when the child runs
#                      48 pid, pidfd      56 clone_args, 88 bytes
#   struct record       0 number           8 six arguments    56 result
#                      64 flags           72 tolerated errno  80 required result
#   struct page         0 phase (4 bytes)  4 outcome (4)       8 index of the running record
#                      16 errno or result 24 pid of a nested child
#
# Assemble:  as -o SpawnStub.o SpawnStub.x64.S && objcopy -O binary -j .text SpawnStub.o SpawnStub.bin

        .intel_syntax noprefix
        .text
        .globl  spawn_stub
spawn_stub:
        endbr64
        push    rbx
        push    rbp
        push    r12
        push    r13
        push    r14
        push    r15
        mov     rbx, rdi

        # No signal handler may run on the shared stack.
        mov     eax, 14                         # rt_sigprocmask(SIG_SETMASK, &all, &saved, 8)
        mov     edi, 2
        lea     rsi, [rbx + 24]
        lea     rdx, [rbx + 32]
        mov     r10d, 8
        syscall

        mov     eax, 435                        # clone3(&args, 88)
        lea     rdi, [rbx + 56]
        mov     esi, 88
        syscall
        test    rax, rax
        jz      .Lchild

        mov     r12, rax
        mov     eax, 14                         # rt_sigprocmask(SIG_SETMASK, &saved, NULL, 8)
        mov     edi, 2
        lea     rsi, [rbx + 32]
        xor     edx, edx
        mov     r10d, 8
        syscall
        mov     rax, r12
        pop     r15
        pop     r14
        pop     r13
        pop     r12
        pop     rbp
        pop     rbx
        ret

        # Entered from here by a process that somebody else has started, with the call in rbx: see SharedScript.
        .globl  spawn_walk
spawn_walk:
.Lchild:
        mov     r12, [rbx]                      # r12 the record
        mov     r13, [rbx + 8]                  # r13 the end
        mov     r14, [rbx + 16]                 # r14 the page
        xor     ebp, ebp                        # rbp its index
        cmp     qword ptr [rbx + 40], 0
        je      .Lrecord
        mov     dword ptr [r14], 1              # phase = running
        mov     eax, 202                        # futex(&phase, FUTEX_WAKE, 1)
        mov     rdi, r14
        mov     esi, 1
        mov     edx, 1
        syscall

.Lrecord:
        mov     [r14 + 8], rbp
        cmp     r12, r13
        jae     .Lend
        mov     r15, [r12 + 64]                 # r15 the flags
        mov     rdi, [r12 + 8]
        test    r15b, 0x01
        jz      1f
        mov     rdi, [rdi]
1:      mov     rsi, [r12 + 16]
        test    r15b, 0x02
        jz      1f
        mov     rsi, [rsi]
1:      mov     rdx, [r12 + 24]
        test    r15b, 0x04
        jz      1f
        mov     rdx, [rdx]
1:      mov     r10, [r12 + 32]
        test    r15b, 0x08
        jz      1f
        mov     r10, [r10]
1:      mov     r8, [r12 + 40]
        test    r15b, 0x10
        jz      1f
        mov     r8, [r8]
1:      mov     r9, [r12 + 48]
        test    r15b, 0x20
        jz      1f
        mov     r9, [r9]
1:      mov     rax, [r12]
        test    rax, rax
        js      .Lcopy
        syscall
        jmp     .Lresult
.Lcopy:                                         # number -1: copy rdx bytes from rsi to rdi
        mov     rcx, rdx
        rep movsb
        xor     eax, eax

.Lresult:
        mov     [r12 + 56], rax
        cmp     rax, -4095
        jae     .Lerrno
        test    r15b, 0x40
        jz      1f
        test    rax, rax
        jg      .Lparent
1:      test    r15b, 0x80
        jz      .Lnext
        cmp     rax, [r12 + 80]
        jne     .Lunexpected
.Lnext:
        add     r12, 88
        inc     rbp
        jmp     .Lrecord

.Lerrno:
        neg     rax
        cmp     rax, [r12 + 72]
        je      .Lnext
        mov     ecx, 1                          # outcome = errno
        jmp     .Lfail
.Lunexpected:
        mov     ecx, 2                          # outcome = unexpected result
.Lfail:
        mov     [r14 + 16], rax
        mov     [r14 + 4], ecx
        mov     edi, 127
        jmp     .Lexit

.Lparent:                                       # the parent side of a nested clone
        mov     [r14 + 24], rax
.Lend:
        xor     edi, edi
.Lexit:
        mov     eax, 231                        # exit_group
        syscall
        hlt
