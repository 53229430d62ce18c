# The last program before the payload: a static executable that waits at the synchronization pipe. Arguments: report, release, the payload's own.
# It opens both FIFOs close-on-exec, says it is there, reads one message {flag, path, NUL} and becomes the program at the path.
# End-of-file instead of a message means that the launcher is gone, and it ends. A failed exec is reported as eight bytes of -errno.
# Build: as Gate.x64.S -o gate.o && ld -N -s --build-id=none -z noseparate-code gate.o -o gate && objcopy -O binary -j .text gate.o gate.bin
.intel_syntax noprefix
.globl _start
.text
_start:
    mov rbx, rsp                # [rbx] argc, [rbx+8] argv[0], [rbx+16] report, [rbx+24] release, [rbx+32] payload's argv
    mov rdi, [rbx+16]
    mov esi, 0x80001            # O_WRONLY | O_CLOEXEC
    xor edx, edx
    mov eax, 2                  # open
    syscall
    test eax, eax
    js die
    mov r13d, eax
    mov rdi, [rbx+24]
    mov esi, 0x80000            # O_RDONLY | O_CLOEXEC
    xor edx, edx
    mov eax, 2
    syscall
    test eax, eax
    js die
    mov r12d, eax
    sub rsp, 8192
    mov byte ptr [rsp], 'r'
    mov edi, r13d
    mov rsi, rsp
    mov edx, 1
    mov eax, 1                  # write: ready
    syscall
    mov edi, r12d
    mov rsi, rsp
    mov edx, 8192
    xor eax, eax                # read: the message
    syscall
    cmp rax, 3
    jl die
    cmp byte ptr [rsp], 's'
    jne exec
    mov eax, 112                # setsid
    syscall
exec:
    lea rdi, [rsp+1]
    lea rsi, [rbx+32]
    mov rax, [rbx]
    lea rdx, [rbx+rax*8+16]     # envp
    mov eax, 59                 # execve
    syscall
    mov [rsp], rax
    mov edi, r13d
    mov rsi, rsp
    mov edx, 8
    mov eax, 1
    syscall
die:
    mov edi, 125
    mov eax, 231                # exit_group
    syscall
