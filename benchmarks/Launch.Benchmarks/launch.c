/* The yardstick: the same system calls as LaunchScript.cs, by clone3 with CLONE_VM|CLONE_VFORK, from C.
 * Usage: launch COUNT NETWORK(0|1) ROOT PROGRAM      prints one line a launch: nanoseconds to exec, nanoseconds to reaped */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char *root, *program;

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void must(long result)
{
    if (result < 0)
        _exit(120);
}

/* Inline, because the child borrows this stack: a return through libc's syscall() would use a slot that the child overwrites. */
static inline __attribute__((always_inline)) long clone3_here(struct clone_args *args, size_t size)
{
    long result;
    __asm__ volatile("syscall" : "=a"(result) : "a"(SYS_clone3), "D"(args), "S"(size) : "rcx", "r11", "memory");
    return result;
}

static __attribute__((noreturn, noinline)) void child(void)
{
    char *argv[] = {(char *)program, NULL}, *envp[] = {NULL};
    struct { uint64_t words[4]; } act = {0};
    uint64_t none = 0;
    must(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL));
    must(mount(root, root, NULL, MS_BIND | MS_REC, NULL));
    must(chdir(root));
    must(syscall(SYS_pivot_root, ".", "."));
    must(umount2(".", MNT_DETACH));
    must(chdir("/"));
    must(mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL));
    must(sethostname("bench", 5));
    must(syscall(SYS_rt_sigaction, SIGPIPE, &act, NULL, 8));
    must(syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, NULL, 8));
    must(syscall(SYS_close_range, 3, ~0U, 4 /* CLOSE_RANGE_CLOEXEC */));
    execve(program, argv, envp);
    _exit(121);
}

int main(int argc, char **argv)
{
    int count = atoi(argv[1]), network = atoi(argv[2]);
    sigset_t all, saved;
    root = argv[3];
    program = argv[4];
    signal(SIGPIPE, SIG_IGN);
    sigfillset(&all);
    for (int i = 0; i < count; i++) {
        int pidfd = -1, pid;
        siginfo_t info;
        int64_t start = now(), exec;
        struct clone_args args = {
            .flags = CLONE_VM | CLONE_VFORK | CLONE_PIDFD | CLONE_CLEAR_SIGHAND | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | (network ? CLONE_NEWNET : 0),
            .pidfd = (uintptr_t)&pidfd,
        };
        sigprocmask(SIG_SETMASK, &all, &saved);
        pid = clone3_here(&args, sizeof args);
        if (pid == 0)
            child();
        sigprocmask(SIG_SETMASK, &saved, NULL);
        if (pid < 0)
            return perror("clone3"), 1;
        exec = now();
        if (waitid(3 /* P_PIDFD */, pidfd, &info, WEXITED | __WALL) < 0)
            return perror("waitid"), 1;
        close(pidfd);
        if (info.si_status != 0)
            return fprintf(stderr, "child: %d\n", info.si_status), 1;
        printf("%lld %lld\n", (long long)(exec - start), (long long)(now() - start));
    }
    return 0;
}
