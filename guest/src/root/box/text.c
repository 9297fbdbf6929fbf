// Programs that read text: cat, head, tail, wc, tee, grep, sort.
#include "box.h"

// Calls action for each named file, or for standard input, and adds up the failures.
static int each_file(int argc, char **argv, int first, int (*action)(long fd, const char *name))
{
    int status = 0;
    if (first >= argc)
        return action(0, "");
    for (int i = first; i < argc; i++) {
        long fd = equal(argv[i], "-") ? 0 : open_file(argv[i], O_RDONLY, 0);
        if (fd < 0) {
            status = complain(argv[i], fd);
            continue;
        }
        status |= action(fd, argv[i]);
        if (fd != 0)
            close_file(fd);
    }
    return status;
}

static int copy_out(long fd, const char *name)
{
    static char buffer[65536];
    long got;
    flush();
    while ((got = read_some(fd, buffer, sizeof buffer)) > 0)
        if (write_all(1, buffer, (size_t)got) < 0)
            return 1;
    return got < 0 ? complain(name, got) : 0;
}

int cat_main(int argc, char **argv) { return each_file(argc, argv, 1, copy_out); }

static long line_limit;

// "-n 5", "-5" or nothing; returns the first operand's index.
static int take_line_count(int argc, char **argv)
{
    line_limit = 10;
    if (argc > 2 && equal(argv[1], "-n")) {
        line_limit = parse_number(argv[2]);
        return 3;
    }
    if (argc > 1 && argv[1][0] == '-' && is_digit(argv[1][1])) {
        line_limit = parse_number(argv[1] + 1);
        return 2;
    }
    return 1;
}

static int head_file(long fd, const char *name)
{
    struct reader reader;
    size_t length;
    (void)name;
    reader_open(&reader, fd);
    for (long i = 0; i < line_limit; i++) {
        void *mark = memory_mark();
        char *line = read_line(&reader, &length);
        if (line == NULL)
            break;
        put_bytes(line, length);
        memory_release(mark);
    }
    return 0;
}

int head_main(int argc, char **argv)
{
    int first = take_line_count(argc, argv);
    return each_file(argc, argv, first, head_file);
}

static int tail_file(long fd, const char *name)
{
    struct reader reader;
    size_t length;
    long count = 0;
    char **kept = allocate((size_t)(line_limit + 1) * sizeof *kept);
    size_t *lengths = allocate((size_t)(line_limit + 1) * sizeof *lengths);
    (void)name;
    reader_open(&reader, fd);
    for (char *line; line_limit > 0 && (line = read_line(&reader, &length)) != NULL; count++) {
        kept[count % line_limit] = line;
        lengths[count % line_limit] = length;
    }
    for (long i = count < line_limit ? 0 : count - line_limit; i < count; i++)
        put_bytes(kept[i % line_limit], lengths[i % line_limit]);
    return 0;
}

int tail_main(int argc, char **argv)
{
    int first = take_line_count(argc, argv);
    return each_file(argc, argv, first, tail_file);
}

static bool wc_shown[128];
static unsigned long wc_total[3];

static void show_counts(const unsigned long counts[3], const char *name)
{
    static const char letters[] = "lwc";
    bool all = !wc_shown['l'] && !wc_shown['w'] && !wc_shown['c'];
    const char *blank = "";
    for (int i = 0; i < 3; i++) {
        if (all || wc_shown[(int)letters[i]]) {
            put("%s%lu", blank, counts[i]);
            blank = " ";
        }
    }
    put("%s%s\n", *name != 0 ? " " : "", name);
}

static int wc_file(long fd, const char *name)
{
    char buffer[4096];
    unsigned long counts[3] = {0, 0, 0};
    bool in_word = false;
    long got;
    while ((got = read_some(fd, buffer, sizeof buffer)) > 0) {
        counts[2] += (unsigned long)got;
        for (long i = 0; i < got; i++) {
            bool blank = buffer[i] == ' ' || (buffer[i] >= '\t' && buffer[i] <= '\r');
            counts[0] += buffer[i] == '\n';
            counts[1] += !blank && !in_word;
            in_word = !blank;
        }
    }
    show_counts(counts, name);
    for (int i = 0; i < 3; i++)
        wc_total[i] += counts[i];
    return got < 0 ? complain(name, got) : 0;
}

int wc_main(int argc, char **argv)
{
    int first = take_options(argc, argv, "lwc", wc_shown);
    if (first < 0)
        return 1;
    memset(wc_total, 0, sizeof wc_total);
    int status = each_file(argc, argv, first, wc_file);
    if (argc - first > 1)
        show_counts(wc_total, "total");
    return status;
}

int tee_main(int argc, char **argv)
{
    bool options[128];
    int first = take_options(argc, argv, "a", options), status = 0;
    if (first < 0)
        return 1;
    long fds[16];
    int count = 0;
    fds[count++] = 1;
    for (int i = first; i < argc && count < 16; i++) {
        long fd = open_file(argv[i], O_WRONLY | O_CREAT | (options['a'] ? O_APPEND : O_TRUNC), 0666);
        if (fd < 0)
            status = complain(argv[i], fd);
        else
            fds[count++] = fd;
    }
    char buffer[4096];
    long got;
    while ((got = read_some(0, buffer, sizeof buffer)) > 0)
        for (int i = 0; i < count; i++)
            write_all(fds[i], buffer, (size_t)got);
    return status;
}

static const char *grep_pattern;
static bool grep_options[128], grep_many, grep_found;

static int grep_file(long fd, const char *name)
{
    struct reader reader;
    size_t length;
    unsigned long count = 0, number = 0;
    reader_open(&reader, fd);
    for (;;) {
        void *mark = memory_mark();
        char *line = read_line(&reader, &length);
        if (line == NULL)
            break;
        number++;
        bool match = (strstr(line, grep_pattern) != NULL) != grep_options['v'];
        count += match;
        grep_found |= match;
        if (match && !grep_options['c'] && !grep_options['q']) {
            if (grep_many)
                put("%s:", name);
            if (grep_options['n'])
                put("%lu:", number);
            put_bytes(line, length);
            if (line[length - 1] != '\n')
                put_char('\n');
        }
        memory_release(mark);
    }
    if (grep_options['c'])
        put("%lu\n", count);
    return 0;
}

// Fixed strings only: no regular expressions.
int grep_main(int argc, char **argv)
{
    int first = take_options(argc, argv, "cnqvF", grep_options);
    if (first < 0 || first >= argc) {
        put_error("usage: grep [-cnqv] TEXT [FILE...]\n");
        return 2;
    }
    grep_pattern = argv[first];
    grep_many = argc - first > 2;
    grep_found = false;
    int status = each_file(argc, argv, first + 1, grep_file);
    return status != 0 ? 2 : !grep_found;
}

static char **sort_lines;
static size_t sort_count, sort_room;

static int sort_file(long fd, const char *name)
{
    struct reader reader;
    size_t length;
    (void)name;
    reader_open(&reader, fd);
    for (char *line; (line = read_line(&reader, &length)) != NULL;) {
        if (line[length - 1] == '\n')
            line[length - 1] = 0;
        if (sort_count == sort_room) {
            sort_room = sort_room == 0 ? 256 : sort_room * 2;
            char **larger = allocate(sort_room * sizeof *larger);
            memcpy(larger, sort_lines, sort_count * sizeof *larger);
            sort_lines = larger;
        }
        sort_lines[sort_count++] = line;
    }
    return 0;
}

int sort_main(int argc, char **argv)
{
    bool options[128];
    int first = take_options(argc, argv, "ru", options);
    if (first < 0)
        return 2;
    int status = each_file(argc, argv, first, sort_file);
    sort_text(sort_lines, sort_count);
    for (size_t i = 0; i < sort_count; i++) {
        size_t at = options['r'] ? sort_count - 1 - i : i;
        size_t before = options['r'] ? at + 1 : at - 1;
        if (!options['u'] || i == 0 || !equal(sort_lines[at], sort_lines[before]))
            put("%s\n", sort_lines[at]);
    }
    return status;
}
