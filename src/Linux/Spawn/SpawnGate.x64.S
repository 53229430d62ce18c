# The gate: a static program that is exec'd before anything of a container is, and that walks the launch's script. See docs/adr/0010-gate-first.md.
# Its one argument is the number of a descriptor: the script in a memory file, which it maps at 4 GiB. What follows here is spawn_walk of SpawnStub.x64.S.
# Everything it has inherited becomes close-on-exec again; it was passed on to it and to nobody after it.
# It needs no stack but for its argument, no memory of its own and no file. Executed by anybody else it ends, or runs calls with that process's own rights.
# Build: as SpawnGate.x64.S -o gate.o && objcopy -O binary -j .text gate.o gate.bin
        .intel_syntax noprefix
        .text
        .globl  _start
_start:
        cmp     qword ptr [rsp], 2              # argc
        jne     .Ldie
        mov     rsi, [rsp + 16]                 # argv[1]
        xor     r8d, r8d
.Ldigit:
        movzx   eax, byte ptr [rsi]
        test    al, al
        jz      .Lmap
        sub     eax, 48
        imul    r8d, r8d, 10
        add     r8d, eax
        inc     rsi
        jmp     .Ldigit
.Lmap:
        movabs  rdi, 0x100000000
        mov     esi, 0x4000000                  # 64 MiB: more than a script can have, and no page beyond its end is touched
        mov     edx, 3                          # PROT_READ | PROT_WRITE
        mov     r10d, 0x100001                  # MAP_SHARED | MAP_FIXED_NOREPLACE
        xor     r9d, r9d
        mov     eax, 9                          # mmap
        syscall
        cmp     rax, rdi
        jne     .Ldie
        mov     rbx, rax
        mov     edi, 3
        mov     esi, 0xffffffff
        mov     edx, 4                          # CLOSE_RANGE_CLOEXEC
        mov     eax, 436                        # close_range
        syscall
        test    eax, eax
        jz      .Lwalk
.Ldie:
        mov     edi, 125
        mov     eax, 231                        # exit_group
        syscall
.Lwalk:
