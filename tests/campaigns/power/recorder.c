/* Preloaded into a process: keeps, in their order, the calls that change what lies under one folder.
 *
 * Nothing is kept before power_begin(root, log) and after power_end(). Each kept call is one entry of the log: a head,
 * then two texts. '!' names a way to write that is not followed; who reads the log refuses such a recording. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#pragma GCC diagnostic ignored "-Wmisleading-indentation"
#define MOST_FILES 4096
#define PATH_MAX_LENGTH 4096
#define REAL(name) ((__typeof__(name) *)real(#name))
#define REAL_NEXT(name) static __typeof__(name) *next; if (!next) next = REAL(name)

struct head { uint32_t kind; int32_t file; int64_t place; uint32_t first; uint32_t second; };

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static char root[PATH_MAX_LENGTH];
static size_t root_size;
static int log_file = -1;
static unsigned char watched[MOST_FILES];

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }
static int is_on(void) { return log_file >= 0; }
static int is_watched(int file) { return is_on() && file >= 0 && file < MOST_FILES && watched[file]; }

static void pour(const void *data, size_t size) {
    REAL_NEXT(write);
    for (const char *at = data; size;) {
        ssize_t done = next(log_file, at, size);
        if (done <= 0) _exit(86);
        at += done;
        size -= (size_t)done;
    }
}

static void keep(char kind, int file, int64_t place, const void *first, size_t size, const char *second) {
    struct head head = {(uint32_t)kind, file, place, (uint32_t)size, (uint32_t)strlen(second)};
    pour(&head, sizeof head);
    pour(first, size);
    pour(second, head.second);
}

static void keep_path(char kind, const char *path) { keep(kind, -1, 0, path, strlen(path), ""); }
static int is_inside(const char *path) { return !strncmp(path, root, root_size) && (path[root_size] == '/' || !path[root_size]); }

static const char *path_of(int file, char *into) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t size = readlink(link, into, PATH_MAX_LENGTH - 1);
    into[size < 0 ? 0 : size] = 0;
    return into;
}

static const char *whole_path(int folder, const char *path, char *into) {
    if (path[0] == '/') return path;
    char above[PATH_MAX_LENGTH];
    if (folder == AT_FDCWD ? !getcwd(above, sizeof above) : !path_of(folder, above)[0]) above[0] = 0;
    snprintf(into, PATH_MAX_LENGTH, "%.2000s/%.2000s", above, path);
    return into;
}

int power_begin(const char *folder, const char *log) {
    REAL_NEXT(open);
    snprintf(root, sizeof root, "%s", folder);
    root_size = strlen(root);
    memset(watched, 0, sizeof watched);
    return (log_file = next(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)) < 0 ? -1 : 0;
}

void power_mark(const char *text) {
    pthread_mutex_lock(&turn);
    if (is_on()) keep_path('k', text);
    pthread_mutex_unlock(&turn);
}

void power_end(void) {
    REAL_NEXT(close);
    if (is_on()) next(log_file);
    log_file = -1;
}

static int opened(int file, int flags) {
    char path[PATH_MAX_LENGTH];
    int problem = errno;
    if (file >= 0 && file < MOST_FILES && is_inside(path_of(file, path))) {
        watched[file] = 1;
        if (flags & O_DSYNC || (flags & __O_TMPFILE) == __O_TMPFILE) keep_path('!', "open with O_SYNC or O_TMPFILE");
        keep('o', file, flags, path, strlen(path), "");
    }
    errno = problem;
    return file;
}

#define LOCKED(call) pthread_mutex_lock(&turn); __typeof__(call) done = (call); int problem = errno
#define LEAVE() pthread_mutex_unlock(&turn); errno = problem; return done
#define MODE(flags) mode_t mode = 0; if ((flags) & O_CREAT || ((flags) & __O_TMPFILE) == __O_TMPFILE) { \
    va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }
#define OPENS(name) int name(const char *path, int flags, ...) { MODE(flags) REAL_NEXT(name); \
    if (!is_on()) return next(path, flags, mode); LOCKED(opened(next(path, flags, mode), flags)); LEAVE(); }
#define OPENS_AT(name) int name(int folder, const char *path, int flags, ...) { MODE(flags) REAL_NEXT(name); \
    if (!is_on()) return next(folder, path, flags, mode); LOCKED(opened(next(folder, path, flags, mode), flags)); LEAVE(); }
OPENS(open)
OPENS(open64)
OPENS_AT(openat)
OPENS_AT(openat64)

int close(int file) {
    REAL_NEXT(close);
    if (!is_watched(file)) return next(file);
    pthread_mutex_lock(&turn);
    watched[file] = 0;
    keep('c', file, 0, "", 0, "");
    int done = next(file), problem = errno;
    LEAVE();
}

ssize_t write(int file, const void *data, size_t size) {
    REAL_NEXT(write);
    if (!is_watched(file)) return next(file, data, size);
    LOCKED(next(file, data, size));
    if (done > 0) keep('w', file, lseek(file, 0, SEEK_CUR) - done, data, (size_t)done, "");
    LEAVE();
}

#define PWRITES(name) ssize_t name(int file, const void *data, size_t size, off_t place) { REAL_NEXT(name); \
    if (!is_watched(file)) return next(file, data, size, place); LOCKED(next(file, data, size, place)); \
    if (done > 0) keep('w', file, place, data, (size_t)done, ""); LEAVE(); }
PWRITES(pwrite)
PWRITES(pwrite64)

#define CUTS(name) int name(int file, off_t size) { REAL_NEXT(name); if (!is_watched(file)) return next(file, size); \
    LOCKED(next(file, size)); if (!done) keep('t', file, size, "", 0, ""); LEAVE(); }
CUTS(ftruncate)
CUTS(ftruncate64)

#define FLUSHES(name) int name(int file) { REAL_NEXT(name); if (!is_watched(file)) return next(file); \
    LOCKED(next(file)); if (!done) keep('s', file, 0, "", 0, ""); LEAVE(); }
FLUSHES(fsync)
FLUSHES(fdatasync)

static void moved(int from, const char *path, int into, const char *other) {
    char one[PATH_MAX_LENGTH], two[PATH_MAX_LENGTH];
    const char *first = whole_path(from, path, one), *second = whole_path(into, other, two);
    if (is_inside(first) || is_inside(second)) keep('r', -1, 0, first, strlen(first), second);
}

int rename(const char *path, const char *other) {
    REAL_NEXT(rename);
    if (!is_on()) return next(path, other);
    LOCKED(next(path, other));
    if (!done) moved(AT_FDCWD, path, AT_FDCWD, other);
    LEAVE();
}

int renameat(int from, const char *path, int into, const char *other) {
    REAL_NEXT(renameat);
    if (!is_on()) return next(from, path, into, other);
    LOCKED(next(from, path, into, other));
    if (!done) moved(from, path, into, other);
    LEAVE();
}

static void removed(int folder, const char *path) {
    char one[PATH_MAX_LENGTH];
    const char *whole = whole_path(folder, path, one);
    if (is_inside(whole)) keep_path('u', whole);
}

int unlink(const char *path) {
    REAL_NEXT(unlink);
    if (!is_on()) return next(path);
    LOCKED(next(path));
    if (!done) removed(AT_FDCWD, path);
    LEAVE();
}

int unlinkat(int folder, const char *path, int flags) {
    REAL_NEXT(unlinkat);
    if (!is_on() || flags & AT_REMOVEDIR) return next(folder, path, flags);
    LOCKED(next(folder, path, flags));
    if (!done) removed(folder, path);
    LEAVE();
}

/* Copying inside the kernel is refused, so that the caller copies by write, which is followed. */
ssize_t sendfile(int into, int from, off_t *place, size_t size) {
    REAL_NEXT(sendfile);
    return is_watched(into) ? (errno = ENOSYS, -1) : next(into, from, place, size);
}
ssize_t sendfile64(int into, int from, off64_t *place, size_t size) {
    REAL_NEXT(sendfile64);
    return is_watched(into) ? (errno = ENOSYS, -1) : next(into, from, place, size);
}

static void not_followed(int file, const char *name) {
    if (!is_watched(file)) return;
    pthread_mutex_lock(&turn);
    keep_path('!', name);
    pthread_mutex_unlock(&turn);
}

ssize_t copy_file_range(int from, off64_t *at, int into, off64_t *place, size_t size, unsigned flags) {
    REAL_NEXT(copy_file_range);
    return is_watched(into) ? (errno = ENOSYS, -1) : next(from, at, into, place, size, flags);
}
ssize_t writev(int file, const struct iovec *parts, int count) {
    REAL_NEXT(writev);
    not_followed(file, "writev");
    return next(file, parts, count);
}
int posix_fallocate(int file, off_t place, off_t size) {
    REAL_NEXT(posix_fallocate);
    not_followed(file, "posix_fallocate");
    return next(file, place, size);
}
static void mapped(int file, int access, int flags) {
    char path[PATH_MAX_LENGTH];
    if (!is_watched(file) || !(flags & MAP_SHARED) || !(access & PROT_WRITE)) return;
    size_t size = strlen(path_of(file, path));
    if (size < 4 || strcmp(path + size - 4, "-shm")) not_followed(file, "a shared mapping");
}
#define MAPS(name) void *name(void *at, size_t size, int access, int flags, int file, off_t place) { REAL_NEXT(name); \
    mapped(file, access, flags); return next(at, size, access, flags, file, place); }
MAPS(mmap)
MAPS(mmap64)
