/* Loaded with LD_PRELOAD: whatever is fsynced in one folder is copied to another, which so holds
 * what a disk would hold after a power cut. A copy appears by rename, whole or not at all; fsync
 * answers after it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void fail(const char *what) {
    perror(what);
    abort();
}

static void keep(int fd) {
    const char *live = getenv("ACCORD_POWERCUT_LIVE"), *disk = getenv("ACCORD_POWERCUT_DISK");
    char link[64], path[PATH_MAX], part[PATH_MAX + 64], whole[PATH_MAX + 64];
    if (!live || !disk) return;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return;
    path[length] = 0;
    size_t folder = strlen(live);
    struct stat is;
    if (strncmp(path, live, folder) || path[folder] != '/' || fstat(fd, &is) || !S_ISREG(is.st_mode)) return;

    snprintf(whole, sizeof whole, "%s%s", disk, path + folder);
    snprintf(part, sizeof part, "%s%s.part", disk, path + folder);
    int from = open(path, O_RDONLY), to = open(part, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (from < 0 || to < 0) fail(part);
    static __thread char buffer[1 << 16];
    ssize_t got;
    while ((got = read(from, buffer, sizeof buffer)) > 0)
        if (write(to, buffer, got) != got) fail("powercut: write");
    /* SQLite's locks are the process's: closing another descriptor of the database would drop
     * them. Nobody else opens the file during the test, so that is harmless here. */
    close(from);
    close(to);
    if (rename(part, whole)) fail("powercut: rename");
}

static int synced(const char *name, int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    int done = real(fd);
    if (done == 0) keep(fd);
    return done;
}

int fsync(int fd) { return synced("fsync", fd); }
int fdatasync(int fd) { return synced("fdatasync", fd); }
