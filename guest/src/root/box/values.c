// Programs about values: echo, printf, seq, yes, test, true, false, basename, dirname.
#include "box.h"

int true_main(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    return 0;
}

int false_main(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    return 1;
}

int echo_main(int argc, char **argv)
{
    int first = argc > 1 && equal(argv[1], "-n") ? 2 : 1;
    for (int i = first; i < argc; i++)
        put("%s%s", i > first ? " " : "", argv[i]);
    if (first == 1)
        put_char('\n');
    return 0;
}

static char escaped(const char **at)
{
    switch (*++*at) {
    case 'n': return '\n';
    case 't': return '\t';
    case 'r': return '\r';
    case '0': return 0;
    default: return **at;
    }
}

int printf_main(int argc, char **argv)
{
    int next = 2;
    if (argc < 2) {
        put_error("usage: printf FORMAT [VALUE...]\n");
        return 1;
    }
    do {
        for (const char *at = argv[1]; *at != 0; at++) {
            if (*at == '\\' && at[1] != 0)
                put_char(escaped(&at));
            else if (*at == '%' && at[1] == '%')
                put_char(*++at);
            else if (*at == '%' && (at[1] == 's' || at[1] == 'd')) {
                at++;
                put("%s", next < argc ? argv[next] : *at == 'd' ? "0" : "");
                next++;
            } else
                put_char(*at);
        }
    } while (next > 2 && next < argc);
    return 0;
}

int seq_main(int argc, char **argv)
{
    long from = argc > 2 ? parse_number(argv[1]) : 1;
    long to = argc > 1 ? parse_number(argv[argc - 1]) : -1;
    if (from < 0 || to < 0) {
        put_error("usage: seq [FROM] TO\n");
        return 1;
    }
    for (long i = from; i <= to; i++)
        put("%ld\n", i);
    return 0;
}

int yes_main(int argc, char **argv)
{
    char block[4096];
    const char *word = argc > 1 ? argv[1] : "y";
    size_t length = strlen(word) + 1, used = 0;
    for (; used + length <= sizeof block; used += length) {
        memcpy(block + used, word, length - 1);
        block[used + length - 1] = '\n';
    }
    while (used > 0 && write_all(1, block, used) > 0) {
    }
    return 1;
}

static bool test_file(char what, const char *path)
{
    struct statx status;
    if (what == 'r' || what == 'w' || what == 'x')
        return SYS3(__NR_faccessat, AT_CWD, path, what == 'r' ? 4 : what == 'w' ? 2 : 1) == 0;
    if (stat_path(path, &status, what != 'L' && what != 'h') < 0)
        return false;
    unsigned type = status.stx_mode & S_IFMT;
    switch (what) {
    case 'e': return true;
    case 'f': return type == S_IFREG;
    case 'd': return type == S_IFDIR;
    case 'p': return type == S_IFIFO;
    case 'L':
    case 'h': return type == S_IFLNK;
    case 's': return status.stx_size > 0;
    default: return false;
    }
}

// Numbers may be negative here.
static long signed_number(const char *s) { return *s == '-' ? -parse_number(s + 1) : parse_number(s); }

static bool compare(const char *a, const char *op, const char *b)
{
    if (equal(op, "=") || equal(op, "=="))
        return equal(a, b);
    if (equal(op, "!="))
        return !equal(a, b);
    long x = signed_number(a), y = signed_number(b);
    return equal(op, "-eq") ? x == y
        : equal(op, "-ne")  ? x != y
        : equal(op, "-lt")  ? x < y
        : equal(op, "-le")  ? x <= y
        : equal(op, "-gt")  ? x > y
        : equal(op, "-ge")  ? x >= y
                            : false;
}

static bool evaluate(int count, char **words)
{
    if (count > 0 && equal(words[0], "!"))
        return !evaluate(count - 1, words + 1);
    if (count == 1)
        return words[0][0] != 0;
    if (count == 2 && equal(words[0], "-n"))
        return words[1][0] != 0;
    if (count == 2 && equal(words[0], "-z"))
        return words[1][0] == 0;
    if (count == 2 && words[0][0] == '-')
        return test_file(words[0][1], words[1]);
    return count == 3 && compare(words[0], words[1], words[2]);
}

int test_main(int argc, char **argv)
{
    if (equal(base_name(argv[0]), "[")) {
        if (!equal(argv[argc - 1], "]")) {
            put_error("[: missing ]\n");
            return 2;
        }
        argc--;
    }
    return !evaluate(argc - 1, argv + 1);
}

int basename_main(int argc, char **argv)
{
    put("%s\n", argc > 1 ? base_name(argv[1]) : "");
    return argc < 2;
}

int dirname_main(int argc, char **argv)
{
    const char *slash = argc > 1 ? strrchr(argv[1], '/') : NULL;
    if (slash == NULL)
        put(".\n");
    else
        put("%s\n", slash == argv[1] ? "/" : copy_text(argv[1], (size_t)(slash - argv[1])));
    return argc < 2;
}
