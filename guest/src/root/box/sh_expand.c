// From words as written to the fields a command is given.
#include "sh.h"

struct entry_head {
    uint64_t inode, offset;
    unsigned short length;
    unsigned char type;
    char name[];
};

struct fields {
    char **list;
    size_t count, room;
    // The field being built. Characters that came out of quotes are marked for the pattern matcher.
    char *text;
    size_t length, size;
    bool started, pattern, quoted_only;
};

// Stands before a quoted character that would otherwise have a meaning as a pattern.
#define QUOTE_MARK '\001'

static void add_field(struct fields *f, char *text)
{
    if (f->count + 1 >= f->room) {
        f->room = f->room == 0 ? 16 : f->room * 2;
        char **larger = allocate(f->room * sizeof *larger);
        memcpy(larger, f->list, f->count * sizeof *larger);
        f->list = larger;
    }
    f->list[f->count++] = text;
    f->list[f->count] = NULL;
}

static void add_char(struct fields *f, char c)
{
    if (f->length + 1 >= f->size) {
        f->size = f->size == 0 ? 64 : f->size * 2;
        char *larger = allocate(f->size);
        memcpy(larger, f->text, f->length);
        f->text = larger;
    }
    f->text[f->length++] = c;
    f->started = true;
}

static void add_quoted(struct fields *f, char c)
{
    if (c == '*' || c == '?' || c == '[')
        add_char(f, QUOTE_MARK);
    add_char(f, c);
}

static bool matches(const char *pattern, const char *name)
{
    for (; *pattern != 0; pattern++, name++) {
        if (*pattern == '*') {
            do {
                if (matches(pattern + 1, name))
                    return true;
            } while (*name++ != 0);
            return false;
        }
        if (*pattern == QUOTE_MARK)
            pattern++;
        else if (*pattern == '?' && *name != 0)
            continue;
        if (*pattern != *name)
            return false;
    }
    return *name == 0;
}

static char *without_marks(const char *text)
{
    char *clean = allocate(strlen(text) + 1), *to = clean;
    for (; *text != 0; text++)
        if (*text != QUOTE_MARK)
            *to++ = *text;
    *to = 0;
    return clean;
}

// Names in a directory that match the last part of the pattern, sorted; false when none does.
static bool add_matches(struct fields *f, const char *pattern)
{
    const char *slash = strrchr(pattern, '/'), *last = slash == NULL ? pattern : slash + 1;
    char *prefix = without_marks(copy_text(pattern, (size_t)(last - pattern)));
    char buffer[4096];
    size_t before = f->count;
    long fd = open_file(*prefix == 0 ? "." : prefix, O_RDONLY | O_DIRECTORY, 0), got;
    if (fd < 0)
        return false;
    while ((got = SYS3(__NR_getdents64, fd, buffer, sizeof buffer)) > 0) {
        for (long at = 0; at < got;) {
            struct entry_head *entry = (struct entry_head *)(buffer + at);
            at += entry->length;
            if ((entry->name[0] != '.' || *last == '.') && matches(last, entry->name))
                add_field(f, format_new("%s%s", prefix, entry->name));
        }
    }
    close_file(fd);
    sort_text(f->list + before, f->count - before);
    return f->count > before;
}

static void end_field(struct fields *f)
{
    if (!f->started)
        return;
    add_char(f, 0);
    char *text = f->text;
    if (!f->pattern || !add_matches(f, text))
        add_field(f, without_marks(text));
    f->text = NULL;
    f->length = f->size = 0;
    f->started = f->pattern = false;
}

size_t name_length(const char *text)
{
    size_t length = 0;
    while ((text[length] >= 'a' && text[length] <= 'z') || (text[length] >= 'A' && text[length] <= 'Z')
           || text[length] == '_' || (length > 0 && is_digit(text[length])))
        length++;
    return length;
}

static const char *parameter(const char *name)
{
    if (is_digit(name[0])) {
        long number = parse_number(name);
        return number >= 0 && number < shell.argc ? shell.argv[number] : NULL;
    }
    switch (name[0]) {
    case '?': return format_new("%d", shell.status);
    case '$': return format_new("%ld", shell.pid);
    case '!': return format_new("%ld", shell.background);
    case '#': return format_new("%d", shell.argc > 0 ? shell.argc - 1 : 0);
    default: return get_variable(name);
    }
}

// A value that came from a variable or a command: outside quotes, blanks in it separate fields.
static void add_value(struct fields *f, const char *value, bool quoted)
{
    for (; value != NULL && *value != 0; value++) {
        if (quoted)
            add_quoted(f, *value);
        else if (*value == ' ' || *value == '\t' || *value == '\n')
            end_field(f);
        else {
            f->pattern |= *value == '*' || *value == '?';
            add_char(f, *value);
        }
    }
}

static void add_all_parameters(struct fields *f, bool quoted)
{
    for (int i = 1; i < shell.argc; i++) {
        if (i > 1)
            end_field(f);
        f->started |= quoted;
        add_value(f, shell.argv[i], quoted);
    }
}

static long arithmetic(const char **at, int level);

static long operand(const char **at)
{
    while (**at == ' ')
        (*at)++;
    if (**at == '(') {
        (*at)++;
        long value = arithmetic(at, 0);
        *at += **at == ')';
        return value;
    }
    if (**at == '-' || **at == '!') {
        bool minus = *(*at)++ == '-';
        long value = operand(at);
        return minus ? -value : !value;
    }
    if (**at == '$')
        (*at)++;
    size_t length = name_length(*at);
    if (length > 0) {
        const char *value = get_variable(copy_text(*at, length));
        *at += length;
        return value == NULL ? 0 : operand(&value);
    }
    long value = 0;
    for (; is_digit(**at); (*at)++)
        value = value * 10 + (**at - '0');
    return value;
}

static long combine(long a, int op, long b)
{
    switch (op) {
    case 0: return a == b;
    case 1: return a != b;
    case 2: return a <= b;
    case 3: return a >= b;
    case 4: return a < b;
    case 5: return a > b;
    case 6: return a + b;
    case 7: return a - b;
    case 8: return a * b;
    case 9: return b == 0 ? 0 : a / b;
    default: return b == 0 ? 0 : a % b;
    }
}

// Comparisons at level 0, sums at level 1, products at level 2.
static long arithmetic(const char **at, int level)
{
    static const char *const operators[] = {"==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%"};
    static const int first[] = {0, 6, 8, 11};
    if (level == 3)
        return operand(at);
    long value = arithmetic(at, level + 1);
    for (;;) {
        while (**at == ' ')
            (*at)++;
        int op = first[level];
        while (op < first[level + 1] && strncmp(*at, operators[op], strlen(operators[op])) != 0)
            op++;
        if (op == first[level + 1])
            return value;
        *at += strlen(operators[op]);
        value = combine(value, op, arithmetic(at, level + 1));
    }
}

// ${NAME}, ${NAME:-word}, ${#NAME}
static void add_braced(struct fields *f, const char *inside, bool quoted)
{
    bool length_of = inside[0] == '#' && inside[1] != 0;
    inside += length_of;
    size_t length = is_digit(*inside) || strchr("?$!#@*", *inside) != NULL ? 1 : name_length(inside);
    const char *value = parameter(copy_text(inside, length));
    const char *rest = inside + length;
    if (length_of)
        value = format_new("%d", value == NULL ? 0 : (int)strlen(value));
    else if (rest[0] == ':' && rest[1] == '-' && (value == NULL || *value == 0))
        value = expand_text(rest + 2);
    else if (rest[0] == '-' && value == NULL)
        value = expand_text(rest + 1);
    add_value(f, value, quoted);
}

// The end of a bracketed part that starts here.
static const char *bracket_end(const char *at)
{
    char open = *at, close = open == '(' ? ')' : open == '{' ? '}' : open;
    int depth = 0;
    for (; *at != 0; at++) {
        if (open == close ? depth > 0 && *at == close : *at == close && --depth == 0)
            return at;
        if (*at == open && (open != close || depth == 0))
            depth++;
    }
    return at;
}

// At a dollar sign or a backquote; returns the last character used.
static const char *add_dollar(struct fields *f, const char *at, bool quoted)
{
    if (*at == '`' || at[1] == '(') {
        const char *open = *at == '`' ? at : at + 1, *end = bracket_end(open);
        char *inside = copy_text(open + 1, (size_t)(end - open - 1));
        if (open != at && inside[0] == '(' && strrchr(inside, ')') != NULL) {
            const char *sum = inside + 1;
            add_value(f, format_new("%ld", arithmetic(&sum, 0)), quoted);
        } else {
            add_value(f, output_of(inside), quoted);
        }
        return *end == 0 ? end - 1 : end;
    }
    if (at[1] == '{') {
        const char *end = bracket_end(at + 1);
        add_braced(f, copy_text(at + 2, (size_t)(end - at - 2)), quoted);
        return *end == 0 ? end - 1 : end;
    }
    if (at[1] == '@' || at[1] == '*') {
        add_all_parameters(f, quoted);
        return at + 1;
    }
    size_t length = name_length(at + 1);
    if (length == 0 && (is_digit(at[1]) || (at[1] != 0 && strchr("?$!#", at[1]) != NULL)))
        length = 1;
    if (length == 0) {
        add_char(f, '$');
        return at;
    }
    add_value(f, parameter(copy_text(at + 1, length)), quoted);
    return at + length;
}

static const char *add_double_quoted(struct fields *f, const char *at)
{
    f->started = true;
    for (at++; *at != 0 && *at != '"'; at++) {
        if (*at == '\\' && at[1] != 0 && strchr("$`\"\\\n", at[1]) != NULL)
            add_quoted(f, *++at);
        else if (*at == '$' || *at == '`')
            at = add_dollar(f, at, true);
        else
            add_quoted(f, *at);
    }
    return at;
}

static void expand_into(struct fields *f, const char *at)
{
    if (*at == '~' && (at[1] == 0 || at[1] == '/')) {
        const char *home = get_variable("HOME");
        add_value(f, home == NULL ? "/" : home, true);
        at++;
    }
    for (; *at != 0; at++) {
        if (*at == '\'') {
            f->started = true;
            for (at++; *at != '\'' && *at != 0; at++)
                add_quoted(f, *at);
        } else if (*at == '"') {
            at = add_double_quoted(f, at);
        } else if (*at == '\\' && at[1] != 0) {
            if (*++at != '\n')
                add_quoted(f, *at);
        } else if (*at == '$' || *at == '`') {
            at = add_dollar(f, at, false);
        } else {
            f->pattern |= *at == '*' || *at == '?';
            add_char(f, *at);
        }
    }
}

char **expand_words(struct word *words, size_t *count)
{
    struct fields f = {0};
    for (; words != NULL; words = words->next) {
        expand_into(&f, words->text);
        end_field(&f);
    }
    if (f.list == NULL) {
        f.list = allocate(sizeof *f.list);
        f.list[0] = NULL;
    }
    *count = f.count;
    return f.list;
}

char *expand_text(const char *text)
{
    struct fields f = {0};
    expand_into(&f, text);
    // What would be several fields is one again here.
    add_char(&f, 0);
    char *whole = without_marks(f.text);
    for (size_t i = f.count; i-- > 0;)
        whole = format_new("%s%s%s", f.list[i], *whole != 0 ? " " : "", whole);
    return whole;
}

char *expand_here(const char *text)
{
    struct fields f = {0};
    for (; *text != 0; text++) {
        if (*text == '\\' && text[1] != 0 && strchr("$`\\", text[1]) != NULL)
            add_char(&f, *++text);
        else if (*text == '$' || *text == '`')
            text = add_dollar(&f, text, true);
        else
            add_char(&f, *text);
    }
    add_char(&f, 0);
    return without_marks(f.text);
}
