# The last program before the payload: a static executable that waits at the synchronization socket. Its one argument is the socket's path.
# It connects, which says that it is there, and receives eight bytes, the length of a spawn script in a memory file, with descriptors (SCM_RIGHTS):
# the file, then whatever the script uses. End-of-file instead means that the launcher is gone, and it ends.
# It has closed everything above standard error, so descriptors have known numbers: 3 the socket, 4 the script, 5 and on the script's own.
# It maps the script at 4 GiB and walks it with the code that follows here: spawn_walk of SpawnStub.x64.S. How far it came is in the mapping; the
# socket's end-of-file says that it has gone on to the payload, or ended.
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
    jmp walk
die:
    mov edi, 125
    mov eax, 231                # exit_group
    syscall
walk:
