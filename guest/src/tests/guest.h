// What every guest program here shares: headers, line-buffered output and results shown by name.
//
// A program prints only what native Linux prints on every run: no process ids, addresses or times,
// unless they are compared with something first.
#ifndef MURRE_GUEST_H
#define MURRE_GUEST_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// Whole lines leave the process at once, so that a fork never duplicates half of one.
__attribute__((constructor)) static void buffer_lines(void) { setvbuf(stdout, NULL, _IOLBF, 0); }

static inline const char *error_name(int error)
{
    const char *name = strerrorname_np(error);
    return error == 0 ? "0" : name == NULL ? "?" : name;
}

// Prints "what: N", or "what: ENAME" when the result is -1.
static inline long show(const char *what, long result)
{
    if (result == -1)
        printf("%s: %s\n", what, error_name(errno));
    else
        printf("%s: %ld\n", what, result);
    return result;
}

// As show, for results whose value is arbitrary (a process id, an address): "what: ok".
static inline long show_ok(const char *what, long result)
{
    printf("%s: %s\n", what, result == -1 ? error_name(errno) : "ok");
    return result;
}

static inline void show_bool(const char *what, bool value)
{
    printf("%s: %s\n", what, value ? "yes" : "no");
}

static inline const char *signal_name(int number)
{
    const char *name = sigabbrev_np(number);
    return name == NULL ? "?" : name;
}

// Prints a wait status in words.
static inline void show_status(const char *what, int status)
{
    if (WIFEXITED(status))
        printf("%s: exited %d\n", what, WEXITSTATUS(status));
    else if (WIFSIGNALED(status))
        printf("%s: killed by %s\n", what, signal_name(WTERMSIG(status)));
    else if (WIFSTOPPED(status))
        printf("%s: stopped by %s\n", what, signal_name(WSTOPSIG(status)));
    else if (WIFCONTINUED(status))
        printf("%s: continued\n", what);
    else
        printf("%s: status %#x\n", what, status);
}

static inline void die(const char *what)
{
    printf("%s failed: %s\n", what, error_name(errno));
    exit(99);
}

// Waits for one child and shows how it ended.
static inline int show_end(const char *what, pid_t pid)
{
    int status;
    if (waitpid(pid, &status, 0) != pid)
        die("waitpid");
    show_status(what, status);
    return status;
}

static inline void sleep_millis(long millis)
{
    struct timespec left = {millis / 1000, millis % 1000 * 1000000};
    while (nanosleep(&left, &left) == -1 && errno == EINTR) {
    }
}

static inline long elapsed_millis(const struct timespec *since)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (now.tv_sec - since->tv_sec) * 1000 + (now.tv_nsec - since->tv_nsec) / 1000000;
}

static inline void handle(int signal, void (*handler)(int), int flags)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    sigaction(signal, &action, NULL);
}

static inline void handle_info(int signal, void (*handler)(int, siginfo_t *, void *), int flags)
{
    struct sigaction action = {.sa_sigaction = handler, .sa_flags = flags | SA_SIGINFO};
    sigaction(signal, &action, NULL);
}

static inline void mask_signal(int how, int signal)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signal);
    sigprocmask(how, &set, NULL);
}

// Creates a file with the given text and mode.
static inline void write_file(const char *path, const char *text, mode_t mode)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);
    if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
        die(path);
    fchmod(fd, mode);
    close(fd);
}

// Writes a text at once to a file that exists: how much of it, or -1.
static inline long put_text(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY);
    if (fd < 0)
        return -1;
    long result = write(fd, text, strlen(text));
    int error = errno;
    close(fd);
    errno = error;
    return result;
}

// Reads a whole small file as a string; an error gives its name in angle brackets.
static inline char *read_file(const char *path, char *buffer, size_t size)
{
    int fd = open(path, O_RDONLY);
    if (fd < 0) {
        snprintf(buffer, size, "<%s>", error_name(errno));
        return buffer;
    }
    size_t used = 0;
    ssize_t got;
    while (used < size - 1 && (got = read(fd, buffer + used, size - 1 - used)) > 0)
        used += (size_t)got;
    buffer[used] = 0;
    close(fd);
    return buffer;
}

// The state letter of a process in /proc/PID/stat, or '-' when it is gone.
static inline char process_state(pid_t pid)
{
    char path[64], text[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    read_file(path, text, sizeof text);
    char *end = strrchr(text, ')');
    return end == NULL ? '-' : end[2];
}

// Waits until a process is in the given state; gives up after five seconds.
static inline bool await_state(pid_t pid, char state)
{
    for (int i = 0; i < 5000; i++) {
        if (process_state(pid) == state)
            return true;
        sleep_millis(1);
    }
    return false;
}
#endif
