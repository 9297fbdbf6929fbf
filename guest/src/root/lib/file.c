// Files, reading and writing.
#include "lib.h"

static char out[4096];
static size_t used;

long open_file(const char *path, int flags, int mode)
{
    return SYS4(__NR_openat, AT_CWD, path, flags, mode);
}

long close_file(long fd) { return SYS1(__NR_close, fd); }

long read_some(long fd, void *buffer, size_t size)
{
    long got;
    do
        got = SYS3(__NR_read, fd, buffer, size);
    while (got == -EINTR);
    return got;
}

long write_all(long fd, const void *buffer, size_t size)
{
    const char *bytes = buffer;
    size_t done = 0;
    while (done < size) {
        long wrote = SYS3(__NR_write, fd, bytes + done, size - done);
        if (wrote < 0 && wrote != -EINTR)
            return wrote;
        if (wrote > 0)
            done += (size_t)wrote;
    }
    return (long)size;
}

long duplicate_to(long from, long to) { return SYS3(__NR_dup3, from, to, 0); }

long stat_path(const char *path, struct statx *status, bool follow)
{
    int flags = follow ? 0 : AT_SYMLINK_NOFOLLOW;
    return SYS5(__NR_statx, AT_CWD, path, flags, STATX_BASIC_STATS, status);
}

char *read_file(const char *path, size_t *length)
{
    long fd = open_file(path, O_RDONLY, 0);
    if (fd < 0)
        return NULL;
    char *text = read_all(fd, length);
    close_file(fd);
    return text;
}

char *read_all(long fd, size_t *length)
{
    size_t size = 0, room = 4096;
    char *text = allocate(room);
    long got;
    while ((got = read_some(fd, text + size, room - size - 1)) > 0) {
        size += (size_t)got;
        if (size == room - 1) {
            char *larger = allocate(room * 2);
            memcpy(larger, text, size);
            text = larger;
            room *= 2;
        }
    }
    text[size] = 0;
    if (length != NULL)
        *length = size;
    return text;
}

void reader_open(struct reader *reader, long fd)
{
    reader->fd = fd;
    reader->start = reader->end = 0;
}

char *read_line(struct reader *reader, size_t *length)
{
    char *line = NULL;
    size_t size = 0;
    for (;;) {
        if (reader->start == reader->end) {
            long got = read_some(reader->fd, reader->buffer, sizeof reader->buffer);
            if (got <= 0) {
                *length = size;
                return line;
            }
            reader->start = 0;
            reader->end = (size_t)got;
        }
        size_t from = reader->start;
        while (reader->start < reader->end && reader->buffer[reader->start] != '\n')
            reader->start++;
        bool whole = reader->start < reader->end;
        size_t part = reader->start - from + whole;
        char *longer = allocate(size + part + 1);
        memcpy(longer, line, size);
        memcpy(longer + size, reader->buffer + from, part);
        line = longer;
        size += part;
        line[size] = 0;
        if (whole) {
            reader->start++;
            *length = size;
            return line;
        }
    }
}

void flush(void)
{
    write_all(1, out, used);
    used = 0;
}

void put_bytes(const char *bytes, size_t length)
{
    if (length > sizeof out - used)
        flush();
    if (length > sizeof out) {
        write_all(1, bytes, length);
        return;
    }
    memcpy(out + used, bytes, length);
    used += length;
}

void put_char(char c) { put_bytes(&c, 1); }

void put(const char *format, ...)
{
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    put_bytes(text, format_text(text, sizeof text, format, arguments));
    va_end(arguments);
}

void put_error(const char *format, ...)
{
    char text[1024];
    va_list arguments;
    flush();
    va_start(arguments, format);
    write_all(2, text, format_text(text, sizeof text, format, arguments));
    va_end(arguments);
}

int complain(const char *what, long error)
{
    put_error("%s: %s: %s\n", program, what, error_text(error));
    return 1;
}

const char *error_text(long error)
{
    static const struct {
        int number;
        const char *text;
    } texts[] = {{EPERM, "Operation not permitted"}, {ENOENT, "No such file or directory"},
                 {ESRCH, "No such process"},         {EIO, "Input/output error"},
                 {E2BIG, "Argument list too long"},  {ENOEXEC, "Exec format error"},
                 {EBADF, "Bad file descriptor"},     {ECHILD, "No child processes"},
                 {EAGAIN, "Try again"},              {ENOMEM, "Out of memory"},
                 {EACCES, "Permission denied"},      {EEXIST, "File exists"},
                 {EXDEV, "Cross-device link"},       {ENOTDIR, "Not a directory"},
                 {EISDIR, "Is a directory"},         {EINVAL, "Invalid argument"},
                 {ENOSPC, "No space left on device"}, {EROFS, "Read-only file system"},
                 {ENOSYS, "Function not implemented"}, {ENOTEMPTY, "Directory not empty"},
                 {ELOOP, "Too many symbolic links"}, {ETXTBSY, "Text file busy"}};
    if (error < 0)
        error = -error;
    for (size_t i = 0; i < COUNT(texts); i++)
        if (texts[i].number == error)
            return texts[i].text;
    return format_new("error %ld", error);
}
