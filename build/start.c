/*
 * Becomes a program that was built from this tree, or, when a source has changed since, the script that builds it anew.
 *
 *   start TREE NAME [ARG...]
 *
 * The shell would need a process and 10 ms for what takes one here: one call of fstatat(2) for each file and directory the program is made of.
 * Their times and sizes are in TREE/artifacts/programs/NAME.sources as the build found them, a line each: SECONDS.NANOSECONDS SIZE PATH
 * (SIZE is - for a directory, whose time tells of files that come and go). Anything that is not exactly so is a change, an older file too.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static int failed(const char *name, const char *what)
{
    dprintf(2, "%s: %s: %s\n", name, what, strerror(errno));
    return 125;
}

/* Whether every line of the list is what is there. */
static int is_current(int tree, const char *list)
{
    int fd = openat(tree, list, O_RDONLY | O_CLOEXEC);
    struct stat of_list;
    if (fd < 0 || fstat(fd, &of_list) < 0 || of_list.st_size == 0)
        return 0;

    char *text = malloc(of_list.st_size + 1);
    ssize_t length = text == NULL ? -1 : read(fd, text, of_list.st_size);
    close(fd);
    if (length != of_list.st_size)
        return 0;

    text[length] = '\0';
    for (char *line = text; *line != '\0';) {
        char *end = strchr(line, '\n');
        char *rest;
        long long seconds = strtoll(line, &rest, 10);
        if (end == NULL || *rest != '.')
            return 0;

        long nanoseconds = strtol(rest + 1, &rest, 10);
        int is_directory = rest[0] == ' ' && rest[1] == '-';
        long long size = is_directory ? 0 : strtoll(rest, &rest, 10);
        char *path = is_directory ? rest + 3 : rest + 1;
        *end = '\0';
        struct stat now;
        if (fstatat(tree, path, &now, 0) < 0 || now.st_mtim.tv_sec != seconds || now.st_mtim.tv_nsec != nanoseconds
            || (!is_directory && now.st_size != size))
            return 0;

        line = end + 1;
    }

    free(text);
    return 1;
}

int main(int count, char **words)
{
    if (count < 3) {
        dprintf(2, "usage: start TREE NAME [ARG...]\n");
        return 125;
    }

    const char *tree = words[1], *name = words[2];
    char list[NAME_MAX + 64], path[PATH_MAX];
    snprintf(list, sizeof list, "artifacts/programs/%s.sources", name);
    int top = open(tree, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (top < 0)
        return failed(name, tree);

    if (is_current(top, list)) {
        /* argv[0] is the program's name again. */
        snprintf(path, sizeof path, "%s/artifacts/programs/%s", tree, name);
        execv(path, words + 2);
    }

    /* Something has changed, or the program is gone. */
    snprintf(path, sizeof path, "%s/%s", tree, name);
    setenv("HELIOS_REBUILD", "1", 1);
    words[2] = path;
    execv(path, words + 2);
    return failed(name, path);
}
