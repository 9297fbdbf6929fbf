// Running what was parsed.
#include "sh.h"

struct shell shell;

static bool open_redirect(const struct redirect *redirect)
{
    static const int flags[] = {O_RDONLY, O_WRONLY | O_CREAT | O_TRUNC, O_WRONLY | O_CREAT | O_APPEND};
    if (redirect->kind == REDIRECT_HERE) {
        int pipes[2];
        char *text = redirect->literal ? redirect->target : expand_here(redirect->target);
        SYS2(__NR_pipe2, pipes, 0);
        // A pipe takes 64 KiB without a reader; a longer text needs a process to feed it.
        if (strlen(text) <= 65536 || fork() == 0) {
            write_all(pipes[1], text, strlen(text));
            if (strlen(text) > 65536)
                leave(0);
        }
        close_file(pipes[1]);
        duplicate_to(pipes[0], redirect->fd);
        close_file(pipes[0]);
        return true;
    }
    char *target = expand_text(redirect->target);
    if (redirect->kind == REDIRECT_DUPLICATE) {
        if (equal(target, "-")) {
            close_file(redirect->fd);
            return true;
        }
        long number = parse_number(target);
        long error = number < 0 ? -EBADF : number == redirect->fd ? 0 : duplicate_to(number, redirect->fd);
        if (error < 0)
            complain(target, error);
        return error >= 0;
    }
    long fd = open_file(target, flags[redirect->kind], 0666);
    if (fd < 0) {
        complain(target, fd);
        return false;
    }
    if (fd != redirect->fd) {
        duplicate_to(fd, redirect->fd);
        close_file(fd);
    }
    return true;
}

bool apply_redirects(struct redirect *redirects)
{
    flush();
    for (; redirects != NULL; redirects = redirects->next)
        if (!open_redirect(redirects))
            return false;
    return true;
}

// Descriptors 0 to 9 put aside while redirected inside the shell itself; -2 means untouched.
struct saved {
    long copy[10];
};

static void save_descriptors(struct saved *saved, const struct redirect *redirects)
{
    for (int i = 0; i < 10; i++)
        saved->copy[i] = -2;
    for (; redirects != NULL; redirects = redirects->next) {
        if (saved->copy[redirects->fd] == -2) {
            long copy = SYS3(__NR_fcntl, redirects->fd, F_DUPFD_CLOEXEC, 20);
            saved->copy[redirects->fd] = copy < 0 ? -1 : copy;
        }
    }
}

static void restore_descriptors(const struct saved *saved)
{
    flush();
    for (int i = 0; i < 10; i++) {
        if (saved->copy[i] == -1)
            close_file(i);
        if (saved->copy[i] >= 0) {
            duplicate_to(saved->copy[i], i);
            close_file(saved->copy[i]);
        }
    }
}

// Runs the program in this process; comes back only to report.
static _Noreturn void become(char **argv)
{
    char **envp = exported_environment();
    flush();
    environment = envp;
    long error = exec_search(argv[0], argv, envp);
    if (error == -ENOENT && strchr(argv[0], '/') == NULL) {
        const struct applet *applet = find_applet(argv[0]);
        if (applet != NULL) {
            int argc = 0;
            while (argv[argc] != NULL)
                argc++;
            program = applet->name;
            leave(applet->main(argc, argv));
        }
        put_error("sh: %s: not found\n", argv[0]);
        leave(127);
    }
    if (error == -ENOEXEC) {
        // No format the kernel knows: a script without a first line is the shell's own business.
        size_t count = 0;
        while (argv[count] != NULL)
            count++;
        shell.argv = argv;
        shell.argc = (int)count;
        shell.interactive = false;
        char *text = read_file(argv[0], NULL);
        leave(text == NULL ? 126 : run_text(text));
    }
    put_error("sh: %s: %s\n", argv[0], error_text(error));
    leave(error == -ENOENT ? 127 : 126);
}

static void child_setup(long group, bool foreground)
{
    static const int signals[] = {SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU};
    shell.child = true;
    if (!shell.interactive)
        return;
    SYS2(__NR_setpgid, 0, group);
    if (foreground)
        terminal_to(group == 0 ? getpid() : group);
    for (size_t i = 0; i < COUNT(signals); i++)
        handle_signal(signals[i], SIG_DFL, 0);
    shell.interactive = false;
}

// Starts every stage of a pipeline in a process of its own, all in one group.
static int launch(struct node *node, bool foreground)
{
    struct node *stages[16];
    long pids[16], group = 0, input = -1;
    int count = 0, pipes[2];
    struct node *last = node;
    while (last->kind == NODE_PIPE && count < 15) {
        stages[count++] = last->right;
        last = last->left;
    }
    stages[count++] = last;
    for (int i = 0; i < count; i++) {
        bool more = i + 1 < count;
        if (more)
            SYS2(__NR_pipe2, pipes, O_CLOEXEC);
        long pid = fork();
        if (pid == 0) {
            child_setup(group, foreground);
            if (input >= 0)
                duplicate_to(input, 0);
            if (more)
                duplicate_to(pipes[1], 1);
            leave(run_node(stages[count - 1 - i]));
        }
        if (pid < 0) {
            complain("fork", pid);
            return 1;
        }
        if (group == 0)
            group = pid;
        if (shell.interactive)
            SYS2(__NR_setpgid, pid, group);
        pids[i] = pid;
        if (input >= 0)
            close_file(input);
        if (more)
            close_file(pipes[1]);
        input = more ? pipes[0] : -1;
    }
    char *text = copy_text(node->start, (size_t)(node->end - node->start));
    job_add(group, pids, count, text, foreground);
    if (foreground)
        return job_wait_foreground();
    shell.background = pids[count - 1];
    return 0;
}

static bool is_assignment(const char *word)
{
    size_t length = name_length(word);
    return length > 0 && word[length] == '=';
}

static void assign(const char *word, bool exported)
{
    size_t length = name_length(word);
    set_variable(copy_text(word, length), expand_text(word + length + 1), exported);
}

static int run_simple(struct node *node)
{
    void *mark = memory_mark();
    struct word *words = node->words;
    while (words != NULL && is_assignment(words->text))
        words = words->next;
    size_t count;
    char **argv = expand_words(words, &count);
    builtin_main *builtin = count > 0 ? find_builtin(argv[0]) : NULL;
    const struct applet *applet = count > 0 && builtin == NULL ? find_applet(argv[0]) : NULL;
    if (applet != NULL && !applet->harmless)
        applet = NULL;
    if (count > 0 && builtin == NULL && applet == NULL) {
        if (shell.child) {
            for (struct word *w = node->words; w != words; w = w->next)
                assign(w->text, true);
            if (!apply_redirects(node->redirects))
                leave(1);
            become(argv);
        }
        int status = launch(node, true);
        if (!shell.interactive)
            memory_release(mark);
        return status;
    }
    for (struct word *w = node->words; w != words; w = w->next)
        assign(w->text, false);
    struct saved saved;
    save_descriptors(&saved, node->redirects);
    int status = 1;
    bool keep = builtin != NULL && equal(argv[0], "exec") && count == 1;
    if (apply_redirects(node->redirects)) {
        const char *name = program;
        if (applet != NULL)
            program = applet->name;
        status = builtin != NULL ? builtin((int)count, argv)
            : applet != NULL     ? applet->main((int)count, argv)
                                 : 0;
        program = name;
    }
    flush();
    if (!keep)
        restore_descriptors(&saved);
    if (applet != NULL && words == node->words)
        memory_release(mark);
    return status;
}

static bool leaving(void) { return shell.leaving > 0 || shell.returning; }

// After a loop's body: true to leave this loop.
static bool loop_ends(void)
{
    if (shell.returning)
        return true;
    if (shell.leaving == 0)
        return false;
    shell.leaving--;
    return shell.leaving > 0 || !shell.continuing;
}

static int run_loop(struct node *node)
{
    int status = 0;
    shell.loops++;
    if (node->kind == NODE_FOR) {
        size_t count;
        struct word *list = node->words->next;
        char **items = expand_words(list != NULL ? list->next : &(struct word){"\"$@\"", NULL}, &count);
        for (size_t i = 0; i < count; i++) {
            set_variable(node->words->text, items[i], false);
            status = run_node(node->right);
            if (loop_ends())
                break;
        }
    } else {
        while ((run_node(node->left) == 0) == (node->kind == NODE_WHILE) && !leaving()) {
            status = run_node(node->right);
            if (loop_ends())
                break;
        }
    }
    shell.loops--;
    return status;
}

static int run_compound(struct node *node)
{
    switch (node->kind) {
    case NODE_GROUP: return run_node(node->left);
    case NODE_IF:
        if (run_node(node->left) == 0)
            return run_node(node->right);
        return node->other != NULL ? run_node(node->other) : 0;
    default: return run_loop(node);
    }
}

static int run_redirected(struct node *node)
{
    struct saved saved;
    bool was_child = shell.child;
    if (node->redirects == NULL) {
        shell.child = false;
        int plain = run_compound(node);
        shell.child = was_child;
        return plain;
    }
    save_descriptors(&saved, node->redirects);
    shell.child = false;
    int status = apply_redirects(node->redirects) ? run_compound(node) : 1;
    shell.child = was_child;
    restore_descriptors(&saved);
    return status;
}

static int run_pair(struct node *node)
{
    bool was_child = shell.child;
    shell.child = false;
    int status = run_node(node->left);
    shell.child = was_child;
    if (leaving() || (node->kind == NODE_AND && status != 0) || (node->kind == NODE_OR && status == 0))
        return status;
    return run_node(node->right);
}

int run_node(struct node *node)
{
    if (node == NULL)
        return shell.status;
    int status;
    switch (node->kind) {
    case NODE_SIMPLE: status = run_simple(node); break;
    case NODE_PIPE: status = launch(node, true); break;
    case NODE_NOT: {
        bool was_child = shell.child;
        shell.child = false;
        status = !run_node(node->left);
        shell.child = was_child;
        break;
    }
    case NODE_AND:
    case NODE_OR:
    case NODE_SEQUENCE: status = run_pair(node); break;
    case NODE_BACKGROUND: status = launch(node->left, false); break;
    case NODE_SUBSHELL:
        if (!shell.child) {
            status = launch(node, true);
        } else {
            status = apply_redirects(node->redirects) ? run_node(node->left) : 1;
        }
        break;
    default: status = run_redirected(node); break;
    }
    shell.status = status;
    if (status != 0 && shell.exit_on_error && node->kind == NODE_SIMPLE && !shell.interactive)
        leave(status);
    return status;
}

int run_text(const char *text)
{
    struct parser parser;
    parser_open(&parser, text);
    for (;;) {
        struct node *node = parse_line(&parser);
        if (parser.error != NULL || parser.incomplete) {
            put_error("sh: syntax error near %s\n", parser.incomplete ? "the end" : parser.error);
            return 2;
        }
        if (node == NULL)
            return shell.status;
        run_node(node);
        if (shell.returning)
            return shell.status;
    }
}

// What a command prints, without the newlines at its end.
char *output_of(const char *text)
{
    int pipes[2];
    SYS2(__NR_pipe2, pipes, O_CLOEXEC);
    long pid = fork();
    if (pid == 0) {
        shell.interactive = false;
        duplicate_to(pipes[1], 1);
        leave(run_text(text));
    }
    close_file(pipes[1]);
    char *output = read_all(pipes[0], NULL);
    close_file(pipes[0]);
    int status;
    wait4(pid, &status, 0);
    shell.status = SHELL_STATUS(status);
    size_t length = strlen(output);
    while (length > 0 && output[length - 1] == '\n')
        output[--length] = 0;
    return output;
}
