# The last program before the payload: a static executable that waits at the synchronization socket. Its one argument is the socket's path.
# It connects, which says that it is there, and receives one message with the payload's descriptors (SCM_RIGHTS). End-of-file instead means that
# the launcher is gone, and it ends. The message, all numbers eight bytes:
#   size, terminal, instructions, filter, directory, program, arguments..., 0, variables..., 0, then filter and strings, which are given by their offsets.
# It puts the descriptors at 0, 1, 2, ..., closes all others at exec, starts a session, enters the directory, installs the filter and becomes the
# program.
# What fails is reported as {step, -errno}: 1 descriptors, 2 memory, 3 terminal, 4 directory, 5 program, 6 filter. Success is the socket's end-of-file.
# Build: as Gate.x64.S -o gate.o && ld -N -s --build-id=none -z noseparate-code gate.o -o gate && objcopy -O binary -j .text gate.o gate.bin
.intel_syntax noprefix
.globl _start
.text
_start:
    mov rbx, rsp                # [rbx] argc, [rbx+8] argv[0], [rbx+16] path
    sub rsp, 4096               # msghdr at 0, iovec at 64, header of the message at 80, control at 128
    mov edi, 1                  # AF_UNIX
    mov esi, 0x80001            # SOCK_STREAM | SOCK_CLOEXEC
    xor edx, edx
    mov eax, 41                 # socket
    syscall
    test eax, eax
    js die
    mov r12d, eax
    mov word ptr [rsp], 1       # struct sockaddr_un
    mov rsi, [rbx+16]
    lea rdi, [rsp+2]
    mov ecx, 108
copy:
    dec ecx
    js die
    lodsb
    stosb
    test al, al
    jnz copy
    mov rdx, rdi
    sub rdx, rsp
    mov rsi, rsp
    mov edi, r12d
    mov eax, 42                 # connect
    syscall
    test eax, eax
    js die

    mov rdi, rsp                # struct msghdr and struct iovec
    xor eax, eax
    mov ecx, 16
    rep stosq
    lea rax, [rsp+64]
    mov [rsp+16], rax
    mov byte ptr [rsp+24], 1
    lea rax, [rsp+128]
    mov [rsp+32], rax
    mov word ptr [rsp+40], 1040 # room for 253 descriptors
    lea rax, [rsp+80]
    mov [rsp+64], rax
    mov byte ptr [rsp+72], 8
    mov edi, r12d
    mov rsi, rsp
    mov edx, 0x40000000         # MSG_CMSG_CLOEXEC
    mov eax, 47                 # recvmsg: the size and the descriptors
    syscall
    cmp rax, 8
    jne die
    mov r15d, 1
    mov rax, -24                # EMFILE
    test byte ptr [rsp+48], 8   # MSG_CTRUNC
    jnz report
    mov r13, [rsp+128]
    sub r13, 16
    shr r13, 2                  # how many descriptors

    mov edi, r12d               # the socket gets out of their way: received ones have the lowest numbers above it, in order
    mov esi, 1030               # F_DUPFD_CLOEXEC
    mov edx, 4
    mov eax, 72                 # fcntl
    syscall
    test rax, rax
    js report
    mov r12d, eax
    xor r14d, r14d
place:
    mov edi, [rsp+144+r14*4]
    mov esi, r14d
    mov eax, 33                 # dup2
    syscall
    test rax, rax
    js report
    inc r14d
    cmp r14d, r13d
    jl place
    mov edi, r13d
    mov esi, 0xffffffff
    mov edx, 4                  # CLOSE_RANGE_CLOEXEC
    mov eax, 436                # close_range
    syscall
    test rax, rax
    js report

    mov r15d, 2
    xor edi, edi
    mov rsi, [rsp+80]
    mov edx, 3                  # PROT_READ | PROT_WRITE
    mov r10d, 0x22              # MAP_PRIVATE | MAP_ANONYMOUS
    mov r8, -1
    xor r9d, r9d
    mov eax, 9                  # mmap
    syscall
    cmp rax, -4095
    jae report
    mov r14, rax
    mov rax, [rsp+80]
    mov [r14], rax
    mov ebp, 8
fill:
    mov edi, r12d
    lea rsi, [r14+rbp]
    mov rdx, [r14]
    sub rdx, rbp
    jz filled
    xor eax, eax                # read
    syscall
    test rax, rax
    jle die
    add rbp, rax
    jmp fill
filled:
    lea rsi, [r14+48]           # offsets become addresses
    mov ecx, 2
relocate:
    lodsq
    test rax, rax
    jz ended
    add rax, r14
    mov [rsi-8], rax
    jmp relocate
ended:
    dec ecx
    jz relocated
    mov r13, rsi                # the variables begin here
    jmp relocate
relocated:

    mov eax, 112                # setsid; it may have one already
    syscall
    cmp qword ptr [r14+8], 0
    je directory
    mov r15d, 3
    xor edi, edi
    mov esi, 0x540e             # TIOCSCTTY
    xor edx, edx
    mov eax, 16                 # ioctl
    syscall
    test rax, rax
    js report
directory:
    mov r15d, 4
    mov qword ptr [rsp], 0x290000   # struct open_how: O_PATH | O_DIRECTORY | O_CLOEXEC
    mov qword ptr [rsp+8], 0
    mov qword ptr [rsp+16], 2       # RESOLVE_NO_MAGICLINKS
    mov edi, -100               # AT_FDCWD
    mov rsi, [r14+32]
    add rsi, r14
    mov rdx, rsp
    mov r10d, 24
    mov eax, 437                # openat2
    syscall
    test rax, rax
    js report
    mov edi, eax
    mov eax, 81                 # fchdir
    syscall
    test rax, rax
    js report
    mov rax, [r14+16]
    test rax, rax
    jz program
    mov r15d, 6
    mov [rsp], rax              # struct sock_fprog
    mov rax, [r14+24]
    add rax, r14
    mov [rsp+8], rax
    mov edi, 1                  # SECCOMP_SET_MODE_FILTER
    xor esi, esi
    mov rdx, rsp
    mov eax, 317                # seccomp
    syscall
    test rax, rax
    js report
program:
    mov r15d, 5
    mov rdi, [r14+40]
    add rdi, r14
    lea rsi, [r14+48]
    mov rdx, r13
    mov eax, 59                 # execve
    syscall
report:
    mov [rsp], r15
    mov [rsp+8], rax
    mov edi, r12d
    mov rsi, rsp
    mov edx, 16
    mov eax, 1                  # write
    syscall
die:
    mov edi, 125
    mov eax, 231                # exit_group
    syscall
