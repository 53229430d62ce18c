# The main process of a unit: a static executable that waits at the synchronization socket, makes the payload, and stays as its parent. Its one
# argument is the socket's path.
# It connects, which says that it is there, and receives eight bytes, the length of a spawn script in a memory file, with descriptors (SCM_RIGHTS):
# the file, then whatever the script uses. It has closed everything above standard error, so descriptors have known numbers: 3 the socket,
# 4 the script, 5 and on the script's own. It maps the script at 4 GiB and makes a child, the first one in the new PID and time namespaces, which walks it with the code
# that follows here: spawn_walk of SpawnStub.x64.S. How far that came, and its number, are in the mapping.
# Once the child has become the payload, or ended, a byte says so. Then it waits for a byte that lets it reap the child, so that until then an ended
# payload stays a zombie and the unit stays; and it ends as the payload did, by the same code or signal. End-of-file instead, at any time, means that the
# launcher is gone, and it ends at once; the payload has asked to die with it.
# It takes no signal but SIGKILL and SIGSTOP: whoever stops the unit means the payload, which unblocks them.
# Build: as Gate.x64.S -o gate.o && objcopy -O binary -j .text gate.o gate.bin
.intel_syntax noprefix
.globl _start
.text
_start:
    mov rbx, rsp                # [rbx] argc, [rbx+8] argv[0], [rbx+16] path
    sub rsp, 4096               # msghdr at 0, iovec at 64, the length at 80, control at 128
    mov edi, 3
    mov esi, 0xffffffff
    xor edx, edx
    mov eax, 436                # close_range
    syscall
    test eax, eax
    jnz die
    mov edi, 1                  # AF_UNIX
    mov esi, 0x80001            # SOCK_STREAM | SOCK_CLOEXEC
    mov eax, 41                 # socket
    syscall
    cmp eax, 3
    jne die
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
    mov edi, 3
    mov eax, 42                 # connect
    syscall
    test eax, eax
    jnz die

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
    mov edi, 3
    mov rsi, rsp
    mov edx, 0x40000000         # MSG_CMSG_CLOEXEC
    mov eax, 47                 # recvmsg
    syscall
    cmp rax, 8
    jne die
    test byte ptr [rsp+48], 8   # MSG_CTRUNC
    jnz die

    movabs rdi, 0x100000000
    mov rsi, [rsp+80]
    mov edx, 3                  # PROT_READ | PROT_WRITE
    mov r10d, 0x100001          # MAP_SHARED | MAP_FIXED_NOREPLACE
    mov r8d, 4
    xor r9d, r9d
    mov eax, 9                  # mmap
    syscall
    cmp rax, rdi
    jne die
    mov rbx, rax
    mov r13, [rsp+80]

    mov qword ptr [rsp], -1
    mov edi, 2                  # SIG_SETMASK
    mov rsi, rsp
    xor edx, edx
    mov r10d, 8
    mov eax, 14                 # rt_sigprocmask
    syscall
    mov edi, 0x104011           # CLONE_PARENT_SETTID | CLONE_VFORK | SIGCHLD; a copy of the memory: CLONE_VM would keep the child out of the time namespace
    xor esi, esi
    mov rdx, [rbx+16]           # the page
    add rdx, 24                 # its field for the number of the child
    xor r10d, r10d
    xor r8d, r8d
    mov eax, 56                 # clone
    syscall
    test rax, rax
    jz walk
    mov r12, rax
    jns made
    neg rax                     # the page says: outcome errno, at no record
    mov rdx, [rbx+16]
    mov [rdx+16], rax
    mov qword ptr [rdx+8], -1
    mov dword ptr [rdx+4], 1
    jmp die

made:
    mov edi, 4                  # nothing of the payload's stays here: not its streams, not its arguments
    mov esi, 0xffffffff
    xor edx, edx
    mov eax, 436                # close_range
    syscall
    mov rdi, rbx
    mov rsi, r13
    mov eax, 11                 # munmap
    syscall
    mov qword ptr [rsp], 1      # one byte: no core file, and no program that would be given one; the payload's own is enough
    mov qword ptr [rsp+8], 1
    xor edi, edi
    mov esi, 4                  # RLIMIT_CORE
    mov rdx, rsp
    xor r10d, r10d
    mov eax, 302                # prlimit64
    syscall
    mov edi, 3
    mov rsi, rsp
    mov edx, 1
    mov eax, 1                  # write
    syscall
    mov edi, 3
    mov rsi, rsp
    mov edx, 1
    xor eax, eax                # read
    syscall
    cmp rax, 1
    jne die
    mov edi, r12d
    mov rsi, rsp
    xor edx, edx
    xor r10d, r10d
    mov eax, 61                 # wait4
    syscall
    mov ecx, [rsp]
    mov r12d, ecx
    and r12d, 0x7f
    jnz killed
    movzx edi, ch
    jmp exit

killed:
    dec ecx                     # the mask of all signals but this one
    mov rax, -2
    rol rax, cl
    mov [rsp], rax
    mov edi, 2                  # SIG_SETMASK
    mov rsi, rsp
    xor edx, edx
    mov r10d, 8
    mov eax, 14                 # rt_sigprocmask
    syscall
    mov eax, 39                 # getpid
    syscall
    mov edi, eax
    mov esi, r12d
    mov eax, 62                 # kill
    syscall
die:
    mov edi, 125
exit:
    mov eax, 231                # exit_group
    syscall
walk:
