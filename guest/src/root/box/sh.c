// The shell itself: variables, built-in commands, and the loop that reads and runs.
#include "sh.h"

struct variable {
    char *name, *value;
    bool exported;
    struct variable *next;
};

static struct variable *variables;

static struct variable *find(const char *name)
{
    for (struct variable *v = variables; v != NULL; v = v->next)
        if (equal(v->name, name))
            return v;
    return NULL;
}

const char *get_variable(const char *name)
{
    struct variable *variable = find(name);
    return variable == NULL ? NULL : variable->value;
}

void set_variable(const char *name, const char *value, bool exported)
{
    struct variable *variable = find(name);
    if (variable == NULL) {
        variable = allocate(sizeof *variable);
        *variable = (struct variable){copy_text(name, strlen(name)), NULL, false, variables};
        variables = variable;
    }
    variable->value = copy_text(value, strlen(value));
    variable->exported |= exported;
}

void unset_variable(const char *name)
{
    for (struct variable **at = &variables; *at != NULL; at = &(*at)->next) {
        if (equal((*at)->name, name)) {
            *at = (*at)->next;
            return;
        }
    }
}

char **exported_environment(void)
{
    size_t count = 0;
    for (struct variable *v = variables; v != NULL; v = v->next)
        count += v->exported;
    char **list = allocate((count + 1) * sizeof *list);
    list[count] = NULL;
    for (struct variable *v = variables; v != NULL; v = v->next)
        if (v->exported)
            list[--count] = format_new("%s=%s", v->name, v->value);
    return list;
}

static int cd_builtin(int argc, char **argv)
{
    char path[4096];
    const char *target = argc > 1 ? argv[1] : get_variable("HOME");
    const char *old = get_variable("PWD");
    if (target != NULL && equal(target, "-"))
        target = get_variable("OLDPWD");
    long error = target == NULL ? -ENOENT : SYS1(__NR_chdir, target);
    if (error < 0) {
        put_error("sh: cd: %s: %s\n", target == NULL ? "" : target, error_text(error));
        return 1;
    }
    if (old != NULL)
        set_variable("OLDPWD", old, true);
    if (SYS2(__NR_getcwd, path, sizeof path) > 0)
        set_variable("PWD", path, true);
    return 0;
}

static int exit_builtin(int argc, char **argv)
{
    leave(argc > 1 ? (int)parse_number(argv[1]) & 255 : shell.status);
}

static int export_builtin(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        size_t length = name_length(argv[i]);
        char *name = copy_text(argv[i], length);
        const char *value = argv[i][length] == '=' ? argv[i] + length + 1 : get_variable(name);
        set_variable(name, value == NULL ? "" : value, true);
    }
    return 0;
}

static int unset_builtin(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        unset_variable(argv[i]);
    return 0;
}

static int set_builtin(int argc, char **argv)
{
    if (argc > 1 && (equal(argv[1], "-e") || equal(argv[1], "+e"))) {
        shell.exit_on_error = argv[1][0] == '-';
        return 0;
    }
    if (argc > 1 && equal(argv[1], "--")) {
        argv[1] = shell.argv[0];
        shell.argv = argv + 1;
        shell.argc = argc - 1;
        return 0;
    }
    for (struct variable *v = variables; v != NULL; v = v->next)
        put("%s=%s\n", v->name, v->value);
    return 0;
}

static int shift_builtin(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    if (shell.argc < 2)
        return 1;
    shell.argv[1] = shell.argv[0];
    shell.argv++;
    shell.argc--;
    return 0;
}

static int leave_loops(int argc, char **argv, bool continuing)
{
    shell.leaving = argc > 1 ? (int)parse_number(argv[1]) : 1;
    if (shell.leaving > shell.loops)
        shell.leaving = shell.loops;
    shell.continuing = continuing;
    return 0;
}

static int break_builtin(int argc, char **argv) { return leave_loops(argc, argv, false); }
static int continue_builtin(int argc, char **argv) { return leave_loops(argc, argv, true); }

static int exec_builtin(int argc, char **argv)
{
    if (argc < 2)
        return 0;
    flush();
    long error = exec_search(argv[1], argv + 1, exported_environment());
    put_error("sh: exec: %s: %s\n", argv[1], error_text(error));
    leave(error == -ENOENT ? 127 : 126);
}

// One line, byte by byte: what follows it is for whoever reads next.
static int read_builtin(int argc, char **argv)
{
    char line[1024], c;
    size_t length = 0;
    long got;
    while ((got = read_some(0, &c, 1)) == 1 && c != '\n')
        if (length < sizeof line - 1)
            line[length++] = c;
    line[length] = 0;
    char *at = line;
    for (int i = 1; i < argc; i++) {
        while (*at == ' ' || *at == '\t')
            at++;
        char *end = at;
        while (i + 1 < argc && *end != 0 && *end != ' ' && *end != '\t')
            end++;
        bool last = i + 1 == argc || *end == 0;
        if (last)
            end = at + strlen(at);
        else
            *end++ = 0;
        set_variable(argv[i], at, false);
        at = end;
    }
    return got <= 0 && length == 0;
}

static int umask_builtin(int argc, char **argv)
{
    long mask = 0;
    if (argc > 1) {
        for (const char *digit = argv[1]; *digit >= '0' && *digit <= '7'; digit++)
            mask = mask * 8 + (*digit - '0');
        SYS1(__NR_umask, mask);
        return 0;
    }
    mask = SYS1(__NR_umask, 0);
    SYS1(__NR_umask, mask);
    put("%04lo\n", (unsigned long)mask);
    return 0;
}

static int eval_builtin(int argc, char **argv)
{
    char *text = "";
    for (int i = 1; i < argc; i++)
        text = format_new("%s%s%s", text, i > 1 ? " " : "", argv[i]);
    return run_text(text);
}

static int source_builtin(int argc, char **argv)
{
    char *text = argc > 1 ? read_file(argv[1], NULL) : NULL;
    if (text == NULL) {
        put_error("sh: %s: %s\n", argc > 1 ? argv[1] : ".", error_text(-ENOENT));
        return 1;
    }
    return run_text(text);
}

builtin_main *find_builtin(const char *name)
{
    static const struct {
        const char *name;
        builtin_main *main;
    } builtins[] = {{"cd", cd_builtin},       {"exit", exit_builtin},   {"export", export_builtin},
                    {"unset", unset_builtin}, {"set", set_builtin},     {"shift", shift_builtin},
                    {"break", break_builtin}, {"continue", continue_builtin}, {"exec", exec_builtin},
                    {"read", read_builtin},   {"umask", umask_builtin}, {"eval", eval_builtin},
                    {".", source_builtin},    {"jobs", jobs_builtin},   {"fg", fg_builtin},
                    {"bg", bg_builtin},       {"wait", wait_builtin},   {":", true_main}};
    for (size_t i = 0; i < COUNT(builtins); i++)
        if (equal(builtins[i].name, name))
            return builtins[i].main;
    return NULL;
}

static void prompt(bool more)
{
    const char *text = get_variable(more ? "PS2" : "PS1");
    if (text == NULL)
        text = more ? "> " : SYS0(__NR_geteuid) == 0 ? "# " : "$ ";
    put("%s", text);
    flush();
}

static void take_terminal(void)
{
    static const int signals[] = {SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU};
    for (size_t i = 0; i < COUNT(signals); i++)
        handle_signal(signals[i], SIG_IGN, 0);
    SYS2(__NR_setpgid, 0, 0);
    terminal_to(getpid());
}

static int run_interactively(void)
{
    static struct reader reader;
    reader_open(&reader, 0);
    take_terminal();
    char *text = NULL;
    for (;;) {
        size_t length;
        job_notice();
        prompt(text != NULL);
        char *line = read_line(&reader, &length);
        if (line == NULL) {
            put("exit\n");
            return shell.status;
        }
        text = text == NULL ? line : format_new("%s%s", text, line);
        struct parser parser;
        parser_open(&parser, text);
        struct node *node;
        while ((node = parse_line(&parser)) != NULL)
            run_node(node);
        if (parser.incomplete || parser.pending_count > 0)
            continue;
        if (parser.error != NULL)
            put_error("sh: syntax error near %s\n", parser.error);
        text = NULL;
    }
}

static bool is_terminal(void)
{
    char modes[256];
    return SYS3(__NR_ioctl, 0, TCGETS, modes) == 0;
}

int sh_main(int argc, char **argv)
{
    program = "sh";
    shell.pid = getpid();
    for (char **entry = environment; *entry != NULL; entry++) {
        size_t length = name_length(*entry);
        if (length > 0 && (*entry)[length] == '=')
            set_variable(copy_text(*entry, length), *entry + length + 1, true);
    }
    shell.argc = argc;
    shell.argv = argv;
    if (argc > 2 && equal(argv[1], "-c")) {
        shell.argv += argc > 3 ? 3 : 0;
        shell.argc = argc > 3 ? argc - 3 : 1;
        return run_text(argv[2]);
    }
    if (argc > 1 && argv[1][0] != '-') {
        char *text = read_file(argv[1], NULL);
        if (text == NULL) {
            put_error("sh: %s: %s\n", argv[1], error_text(-ENOENT));
            return 127;
        }
        shell.argv++;
        shell.argc--;
        return run_text(text);
    }
    shell.interactive = is_terminal();
    if (shell.interactive)
        return run_interactively();
    return run_text(read_all(0, NULL));
}
