// Strings, formatting and memory.
#include "lib.h"

size_t strlen(const char *s)
{
    size_t length = 0;
    while (s[length] != 0)
        length++;
    return length;
}

int strncmp(const char *a, const char *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (a[i] != b[i] || a[i] == 0)
            return (unsigned char)a[i] - (unsigned char)b[i];
    }
    return 0;
}

int strcmp(const char *a, const char *b) { return strncmp(a, b, SIZE_MAX); }
bool equal(const char *a, const char *b) { return strcmp(a, b) == 0; }

char *strchr(const char *s, int c)
{
    for (;; s++) {
        if (*s == (char)c)
            return (char *)s;
        if (*s == 0)
            return NULL;
    }
}

char *strrchr(const char *s, int c)
{
    char *last = NULL;
    for (;; s++) {
        if (*s == (char)c)
            last = (char *)s;
        if (*s == 0)
            return last;
    }
}

char *strstr(const char *s, const char *part)
{
    size_t length = strlen(part);
    for (; *s != 0 || length == 0; s++) {
        if (strncmp(s, part, length) == 0)
            return (char *)s;
    }
    return NULL;
}

// The compiler would turn these loops into calls of the very functions they define.
#pragma GCC optimize("no-tree-loop-distribute-patterns")
void *memcpy(void *to, const void *from, size_t size)
{
    for (size_t i = 0; i < size; i++)
        ((char *)to)[i] = ((const char *)from)[i];
    return to;
}

void *memmove(void *to, const void *from, size_t size)
{
    if ((uintptr_t)to <= (uintptr_t)from)
        return memcpy(to, from, size);
    for (size_t i = size; i-- > 0;)
        ((char *)to)[i] = ((const char *)from)[i];
    return to;
}

void *memset(void *to, int value, size_t size)
{
    for (size_t i = 0; i < size; i++)
        ((char *)to)[i] = (char)value;
    return to;
}

int memcmp(const void *a, const void *b, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        int difference = ((const unsigned char *)a)[i] - ((const unsigned char *)b)[i];
        if (difference != 0)
            return difference;
    }
    return 0;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

long parse_number(const char *s)
{
    long value = 0;
    if (*s == 0)
        return -1;
    for (; *s != 0; s++) {
        if (!is_digit(*s))
            return -1;
        value = value * 10 + (*s - '0');
    }
    return value;
}

const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static char *heap, *heap_end;

void *allocate(size_t size)
{
    if (heap == NULL)
        heap = heap_end = (char *)SYS1(__NR_brk, 0);
    size = (size + 15) & ~(size_t)15;
    if (size > (size_t)(heap_end - heap)) {
        char *wanted = heap + size + 65536;
        heap_end = (char *)SYS1(__NR_brk, wanted);
        if (heap_end < wanted) {
            put_error("%s: out of memory\n", program);
            leave(1);
        }
    }
    char *block = heap;
    heap += size;
    return block;
}

void *memory_mark(void) { return allocate(0); }
void memory_release(void *mark) { heap = mark; }

char *copy_text(const char *s, size_t length)
{
    char *copy = allocate(length + 1);
    memcpy(copy, s, length);
    copy[length] = 0;
    return copy;
}

// Shell sort: small, and quick enough for what a terminal shows.
void sort_text(char **lines, size_t count)
{
    for (size_t gap = count / 2; gap > 0; gap /= 2) {
        for (size_t i = gap; i < count; i++) {
            char *line = lines[i];
            size_t at = i;
            for (; at >= gap && strcmp(lines[at - gap], line) > 0; at -= gap)
                lines[at] = lines[at - gap];
            lines[at] = line;
        }
    }
}

static size_t number_text(char *out, unsigned long value, unsigned base)
{
    char reversed[24];
    size_t length = 0;
    do {
        reversed[length++] = "0123456789abcdef"[value % base];
        value /= base;
    } while (value != 0);
    for (size_t i = 0; i < length; i++)
        out[i] = reversed[length - 1 - i];
    return length;
}

size_t format_text(char *out, size_t size, const char *format, va_list arguments)
{
    size_t used = 0;
    for (; *format != 0 && used < size - 1; format++) {
        if (*format != '%') {
            out[used++] = *format;
            continue;
        }
        bool left = false, is_long = false;
        char pad = ' ';
        size_t width = 0, length = 0;
        char digits[24];
        const char *text = digits;
        for (format++; *format == '-' || *format == '0'; format++) {
            left |= *format == '-';
            pad = *format == '0' ? '0' : pad;
        }
        for (; is_digit(*format); format++)
            width = width * 10 + (size_t)(*format - '0');
        for (; *format == 'l'; format++)
            is_long = true;
        if (*format == 's') {
            text = va_arg(arguments, const char *);
            length = strlen(text);
        } else if (*format == 'c') {
            digits[length++] = (char)va_arg(arguments, int);
        } else if (*format == 'd') {
            long value = is_long ? va_arg(arguments, long) : va_arg(arguments, int);
            if (value < 0)
                digits[length++] = '-';
            length += number_text(digits + length, value < 0 ? -(unsigned long)value : (unsigned long)value, 10);
        } else if (*format == 'u' || *format == 'x' || *format == 'o') {
            unsigned long value =
                is_long ? va_arg(arguments, unsigned long) : va_arg(arguments, unsigned);
            length = number_text(digits, value, *format == 'u' ? 10 : *format == 'x' ? 16 : 8);
        } else {
            digits[length++] = *format;
        }
        size_t blanks = width > length ? width - length : 0;
        for (size_t i = 0; !left && i < blanks && used < size - 1; i++)
            out[used++] = pad;
        for (size_t i = 0; i < length && used < size - 1; i++)
            out[used++] = text[i];
        for (size_t i = 0; left && i < blanks && used < size - 1; i++)
            out[used++] = ' ';
    }
    out[used] = 0;
    return used;
}

char *format_new(const char *format, ...)
{
    char text[4200];
    va_list arguments;
    va_start(arguments, format);
    size_t length = format_text(text, sizeof text, format, arguments);
    va_end(arguments);
    return copy_text(text, length);
}
