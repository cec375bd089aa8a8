/* Loaded before libc: the n-th call that changes a file fails, stops half-way, or is the last this process makes. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { OFF, FAIL, LASTING, SHORT, DIE };
enum { TAKES_ROOM, NEEDS_NONE };
enum { PASS = 0, REFUSE = 1, HALVE = 2 };

static int mode = OFF, wrong = EIO;
static long at = 0, seen = 0;

void hn_arm(int new_mode, long number, int error) { seen = 0; at = number; wrong = error; mode = new_mode; }
long hn_seen(void) { return seen; }

static int strikes(int kind)
{
    if (mode == OFF) return PASS;
    if (wrong == ENOSPC && mode != DIE && kind == NEEDS_NONE) return PASS; /* a full disk still shortens and removes */
    seen++;
    if (seen < at) return PASS;
    if (mode == DIE) { kill(getpid(), SIGKILL); for (;;) pause(); }
    if (mode == SHORT) { mode = LASTING; return HALVE; }
    if (mode == FAIL && seen > at) return PASS;
    return REFUSE;
}

static int of_file(int fd, int kind)
{
    struct stat facts;
    if (mode == OFF || fstat(fd, &facts) || !(S_ISREG(facts.st_mode) || S_ISDIR(facts.st_mode))) return PASS;
    return strikes(kind);
}

#define REAL(name, type, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = (type (*)(__VA_ARGS__)) dlsym(RTLD_NEXT, name)
#define REFUSED { errno = wrong; return -1; }

ssize_t write(int fd, const void *data, size_t size)
{
    REAL("write", ssize_t, int, const void *, size_t);
    int what = of_file(fd, TAKES_ROOM);
    if (what == REFUSE) REFUSED
    return real(fd, data, what == HALVE && size > 1 ? size / 2 : size);
}

#define POSITIONED(name, offset_type) \
    ssize_t name(int fd, const void *data, size_t size, offset_type offset) \
    { \
        REAL(#name, ssize_t, int, const void *, size_t, offset_type); \
        int what = of_file(fd, TAKES_ROOM); \
        if (what == REFUSE) REFUSED \
        return real(fd, data, what == HALVE && size > 1 ? size / 2 : size, offset); \
    }
POSITIONED(pwrite, off_t)
POSITIONED(pwrite64, off64_t)

#define FLUSHING(name) \
    int name(int fd) { REAL(#name, int, int); if (of_file(fd, TAKES_ROOM)) REFUSED return real(fd); }
FLUSHING(fsync)
FLUSHING(fdatasync)

#define SHORTENING(name, size_type) \
    int name(int fd, size_type size) \
    { REAL(#name, int, int, size_type); if (of_file(fd, NEEDS_NONE)) REFUSED return real(fd, size); }
SHORTENING(ftruncate, off_t)
SHORTENING(ftruncate64, off64_t)

int rename(const char *from, const char *to)
{
    REAL("rename", int, const char *, const char *);
    if (strikes(TAKES_ROOM)) REFUSED
    return real(from, to);
}

int unlink(const char *path)
{
    REAL("unlink", int, const char *);
    if (strikes(NEEDS_NONE)) REFUSED
    return real(path);
}

int mkdir(const char *path, mode_t rights)
{
    REAL("mkdir", int, const char *, mode_t);
    if (strikes(TAKES_ROOM)) REFUSED
    return real(path, rights);
}

#define OPENING(name) \
    int name(const char *path, int flags, ...) \
    { \
        REAL(#name, int, const char *, int, ...); \
        mode_t rights = 0; \
        if (flags & O_CREAT) { \
            va_list rest; \
            va_start(rest, flags); \
            rights = va_arg(rest, mode_t); \
            va_end(rest); \
            if (strikes(TAKES_ROOM)) REFUSED \
        } \
        return real(path, flags, rights); \
    }
OPENING(open)
OPENING(open64)
