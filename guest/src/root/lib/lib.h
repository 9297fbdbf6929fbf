// A tiny C library for the programs of the built-in root: no libc, no linker magic, a few kilobytes.
//
// System calls return what the kernel returned: a negative number is -errno. Constants and layouts
// come from the kernel's user headers. Memory is handed out and never taken back, except by marks.
#ifndef MURRE_ROOT_LIB_H
#define MURRE_ROOT_LIB_H

#include <asm/ioctls.h>
#include <asm/signal.h>
#include <asm/unistd.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/sched.h>
#include <linux/stat.h>
#include <linux/utsname.h>
#include <linux/wait.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AT_CWD AT_FDCWD
#define COUNT(array) (sizeof(array) / sizeof *(array))

int main(int argc, char **argv);
extern char **environment;
extern const char *program;

// Any system call, by number and up to six arguments.
long sys(long number, long a, long b, long c, long d, long e, long f);
#define SYS0(n) sys(n, 0, 0, 0, 0, 0, 0)
#define SYS1(n, a) sys(n, (long)(a), 0, 0, 0, 0, 0)
#define SYS2(n, a, b) sys(n, (long)(a), (long)(b), 0, 0, 0, 0)
#define SYS3(n, a, b, c) sys(n, (long)(a), (long)(b), (long)(c), 0, 0, 0)
#define SYS4(n, a, b, c, d) sys(n, (long)(a), (long)(b), (long)(c), (long)(d), 0, 0)
#define SYS5(n, a, b, c, d, e) sys(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), 0)

// Processes.
long fork(void);
long vfork(void);
long wait4(long pid, int *status, int options);
long getpid(void);
long gettid(void);
long getppid(void);
_Noreturn void leave(int status);
long exec_path(const char *path, char **argv, char **envp);
// execve with a search along PATH for names without a slash.
long exec_search(const char *name, char **argv, char **envp);
void handle_signal(int signal, void (*handler)(int), unsigned long flags);
#define STOPPED(status) (((status) & 0xff) == 0x7f)
#define SIGNALLED(status) (((status) & 0x7f) != 0 && !STOPPED(status))
#define EXIT_STATUS(status) ((status) >> 8 & 0xff)
#define TERM_SIGNAL(status) ((status) & 0x7f)
#define SHELL_STATUS(s) (SIGNALLED(s) ? 128 + TERM_SIGNAL(s) : EXIT_STATUS(s))

// Files.
long open_file(const char *path, int flags, int mode);
long close_file(long fd);
long read_some(long fd, void *buffer, size_t size);
long write_all(long fd, const void *buffer, size_t size);
long duplicate_to(long from, long to);
long stat_path(const char *path, struct statx *status, bool follow);
// Reads a whole file into new memory, ending it with a zero; NULL when it cannot be opened.
char *read_file(const char *path, size_t *length);
// The same from an open descriptor, to its end.
char *read_all(long fd, size_t *length);

// One buffered reader of lines at a time is all these programs need.
struct reader {
    long fd;
    size_t start, end;
    char buffer[4096];
};
void reader_open(struct reader *reader, long fd);
// The next line with its newline, if it has one, in new memory; NULL at the end.
char *read_line(struct reader *reader, size_t *length);

// Output to standard output is collected until flushed; the other descriptors write at once.
void flush(void);
void put_char(char c);
void put_bytes(const char *bytes, size_t length);
void put(const char *format, ...) __attribute__((format(printf, 1, 2)));
void put_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
// "program: what: message" on standard error; returns 1, an exit status.
int complain(const char *what, long error);
const char *error_text(long error);
// Formats %s %c %d %u %x %o with width, '-' and '0', and l; returns the length.
size_t format_text(char *out, size_t size, const char *format, va_list arguments);
char *format_new(const char *format, ...) __attribute__((format(printf, 1, 2)));

// Strings and memory.
size_t strlen(const char *s);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
char *strstr(const char *s, const char *part);
void *memcpy(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int value, size_t size);
int memcmp(const void *a, const void *b, size_t size);
bool equal(const char *a, const char *b);
bool is_digit(char c);
// The number a string is, or -1 when it is none.
long parse_number(const char *s);
const char *base_name(const char *path);

void *allocate(size_t size);
char *copy_text(const char *s, size_t length);
// Everything allocated after a mark goes back with release.
void *memory_mark(void);
void memory_release(void *mark);
void sort_text(char **lines, size_t count);

const char *get_environment(const char *name);
#endif
