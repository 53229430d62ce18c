// What the tests of forktop trace: one small program, one word for each kind of event and stop.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <grp.h>

static char self[4096];

static void *idle_thread(void *argument) { return argument; }

static void *exec_thread(void *argument) {
    execl(self, self, "exit", "7", (char *)NULL);
    return argument;
}

static void *wait_thread(void *argument) {
    for (;;) pause();
    return argument;
}

static volatile sig_atomic_t seen;

static void on_signal(int number) { seen += number > 0; }

static int await(pid_t child) {
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) { }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int forks(int count) {
    for (int i = 0; i < count; i++) {
        pid_t child = fork();
        if (child < 0) { i--; wait(NULL); continue; }
        if (child == 0) _exit(i % 5);
        // Not more at a time than any machine has room for.
        if (i % 1000 == 999) while (wait(NULL) > 0) { }
    }
    while (wait(NULL) > 0) { }
    return 0;
}

// A tree: each makes two until the depth is used up.
static int tree(int depth) {
    if (depth > 0) {
        for (int i = 0; i < 2; i++) {
            pid_t child = fork();
            if (child == 0) _exit(tree(depth - 1));
        }
        while (wait(NULL) > 0) { }
    }
    return 0;
}

static int threads(int count) {
    for (int i = 0; i < count; i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, idle_thread, NULL) != 0) { i--; continue; }
        pthread_join(thread, NULL);
    }
    return 0;
}

static int many_threads(int count) {
    pthread_t all[2000];
    for (int i = 0; i < count; i++) if (pthread_create(&all[i], NULL, idle_thread, NULL) != 0) return 1;
    for (int i = 0; i < count; i++) pthread_join(all[i], NULL);
    return 0;
}

static int chain(int left) {
    char number[16];
    if (left == 0) return 0;
    snprintf(number, sizeof number, "%d", left - 1);
    execl(self, self, "chain", number, (char *)NULL);
    return 1;
}

static int vforks(int count) {
    for (volatile int i = 0; i < count; i++) {
        pid_t child = vfork();
        if (child == 0) { execl(self, self, "exit", "0", (char *)NULL); _exit(9); }
        if (await(child) != 0) return 1;
    }
    return 0;
}

static int orphan(void) {
    int gate[2];
    char byte;
    if (pipe(gate) != 0) return 1;
    if (fork() == 0) {
        if (fork() == 0) { close(gate[1]); if (read(gate[0], &byte, 1) < 0) _exit(2); _exit(5); }
        _exit(0);
    }
    wait(NULL);
    close(gate[1]);
    return 0;
}

static int signals(int count) {
    struct sigaction action = { .sa_handler = on_signal };
    sigaction(SIGUSR1, &action, NULL);
    pid_t child = fork();
    if (child == 0) {
        for (int i = 0; i < count; i++) kill(getppid(), SIGUSR1);
        _exit(0);
    }
    await(child);
    return seen > 0 ? 0 : 1;
}

static int stop_and_continue(int count) {
    pid_t child = fork();
    if (child == 0) {
        for (int i = 0; i < count; i++) raise(SIGSTOP);
        _exit(3);
    }
    for (int i = 0; i < count; i++) {
        int status;
        if (waitpid(child, &status, WUNTRACED) != child || !WIFSTOPPED(status) || WSTOPSIG(status) != SIGSTOP) return 1;
        if (kill(child, SIGCONT) != 0) return 2;
    }
    return await(child) == 3 ? 0 : 4;
}

// A signal for a stopped process waits until it is continued.
static int signal_in_stop(void) {
    int status;
    pid_t child = fork();
    if (child == 0) { raise(SIGSTOP); for (;;) pause(); }
    if (waitpid(child, &status, WUNTRACED) != child || !WIFSTOPPED(status)) return 1;
    kill(child, SIGTERM);
    if (waitpid(child, &status, WNOHANG | WUNTRACED) != 0) return 2;
    kill(child, SIGCONT);
    return await(child) == 128 + SIGTERM ? 0 : 3;
}

static int nested_ptrace(void) {
    if (ptrace(PTRACE_TRACEME, 0, 0, 0) == 0 || errno != EPERM) return 1;
    pid_t child = fork();
    if (child == 0) { for (;;) pause(); }
    int refused = ptrace(PTRACE_SEIZE, child, 0, 0) != 0 && errno == EPERM;
    kill(child, SIGKILL);
    await(child);
    return refused ? 0 : 2;
}

static int thread_exec(void) {
    pthread_t others[3], caller;
    for (int i = 0; i < 3; i++) pthread_create(&others[i], NULL, wait_thread, NULL);
    pthread_create(&caller, NULL, exec_thread, NULL);
    for (;;) pause();
    return 0;
}

static int killed_threads(void) {
    pid_t child = fork();
    if (child == 0) {
        pthread_t thread;
        for (int i = 0; i < 20; i++) pthread_create(&thread, NULL, wait_thread, NULL);
        raise(SIGKILL);
    }
    return await(child) == 128 + SIGKILL ? 0 : 1;
}

// Processes that are killed while they fork.
static int killed_forks(int count) {
    for (int i = 0; i < count; i++) {
        pid_t child = fork();
        if (child == 0) {
            setpgid(0, 0);
            for (;;) if (fork() == 0) _exit(0);
        }
        usleep(500);
        setpgid(child, child);
        kill(-child, SIGKILL);
        await(child);
    }
    return 0;
}

static int users(void) {
    if (setgroups(0, NULL) != 0) return 1;
    if (setresgid(1234, 1234, 1234) != 0) return 2;
    if (setresuid(1000, 1000, 0) != 0) return 3;
    if (setresuid(-1, 0, -1) != 0) return 4;
    if (setresuid(1001, 1001, 1001) != 0) return 5;
    return setuid(0) == 0 ? 6 : 0;
}

static int restrictions(void) {
    if (prctl(PR_CAPBSET_DROP, 12, 0, 0, 0) != 0) return 1;
    if (prctl(PR_SET_SECUREBITS, 1 << 5, 0, 0, 0) != 0) return 2;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return 3;
    struct sock_filter allow[] = { { BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW } };
    struct sock_fprog program = { 1, allow };
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0) return 4;
    return 0;
}

static int namespaces(void) {
    int host = open("/proc/self/ns/uts", O_RDONLY);
    if (unshare(CLONE_NEWUTS | CLONE_NEWNS) != 0) return 1;
    if (host < 0 || setns(host, CLONE_NEWUTS) != 0) return 2;
    pid_t child = (pid_t)syscall(SYS_clone, CLONE_NEWPID | SIGCHLD, 0, 0, 0, 0);
    if (child == 0) _exit(getpid() == 1 ? 0 : 1);
    return child < 0 ? 3 : await(child);
}

static int root(void) { return chroot("/proc/self/root/usr") == 0 ? 0 : 1; }

// Runs until its input ends, then makes one child more.
static int until_input_ends(void) {
    char byte;
    while (read(0, &byte, 1) > 0) {
        pid_t child = fork();
        if (child == 0) { execl(self, self, "exit", "0", (char *)NULL); _exit(127); }
        if (await(child) != 0) return 2;
        if (write(1, &byte, 1) != 1) return 1;
    }
    return 4;
}

static void *input_thread(void *argument) {
    int code = until_input_ends();
    exit(code);
    return argument;
}

// The first thread ends at the first byte, the process goes on.
static int first_thread_ends(void) {
    char byte;
    pthread_t other;
    if (read(0, &byte, 1) != 1 || pthread_create(&other, NULL, input_thread, NULL) != 0) return 1;
    if (write(1, &byte, 1) != 1) return 1;
    pthread_exit(NULL);
}

int main(int count, char **words) {
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    // Without /proc it is known by the path that it was given.
    if (length < 0 && count > 0) length = (ssize_t)strlen(strncpy(self, words[0], sizeof self - 1));
    self[length < 0 ? 0 : length] = 0;
    const char *word = count > 1 ? words[1] : "";
    int number = count > 2 ? atoi(words[2]) : 1;
    if (!strcmp(word, "exit")) return number;
    if (!strcmp(word, "forks")) return forks(number);
    if (!strcmp(word, "tree")) return tree(number);
    if (!strcmp(word, "threads")) return threads(number);
    if (!strcmp(word, "many-threads")) return many_threads(number);
    if (!strcmp(word, "chain")) return chain(number);
    if (!strcmp(word, "vforks")) return vforks(number);
    if (!strcmp(word, "orphan")) return orphan();
    if (!strcmp(word, "signals")) return signals(number);
    if (!strcmp(word, "stops")) return stop_and_continue(number);
    if (!strcmp(word, "signal-in-stop")) return signal_in_stop();
    if (!strcmp(word, "ptrace")) return nested_ptrace();
    if (!strcmp(word, "thread-exec")) return thread_exec();
    if (!strcmp(word, "killed-threads")) return killed_threads();
    if (!strcmp(word, "killed-forks")) return killed_forks(number);
    if (!strcmp(word, "users")) return users();
    if (!strcmp(word, "restrictions")) return restrictions();
    if (!strcmp(word, "restricted-until-input-ends")) return restrictions() != 0 ? 50 : until_input_ends();
    if (!strcmp(word, "namespaces")) return namespaces();
    if (!strcmp(word, "root")) return root();
    if (!strcmp(word, "until-input-ends")) return until_input_ends();
    if (!strcmp(word, "first-thread-ends")) return first_thread_ends();
    fprintf(stderr, "fixture: no such word: %s\n", word);
    return 99;
}
