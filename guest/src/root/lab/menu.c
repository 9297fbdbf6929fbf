// The menu program of the laboratory: type a command, see a process being made.
#include "lib.h"

static int help(void);

static int version(void)
{
    put("Murre laboratory menu 1.0\n");
    return 0;
}

static int quit(void) { leave(0); }

static int show_ids(void)
{
    put("pid %ld, parent %ld\n", getpid(), getppid());
    return 0;
}

static int fork_command(void)
{
    long pid = fork();
    if (pid < 0) {
        put_error("Fork Failed!\n");
        return 1;
    }
    if (pid == 0) {
        put("This is Child Process!\n");
        leave(0);
    }
    put("This is Parent Process!\n");
    flush();
    wait4(pid, NULL, 0);
    put("Child Complete!\n");
    return 0;
}

static int exec_command(void)
{
    long pid = fork();
    if (pid < 0) {
        put_error("Fork Failed!\n");
        return 1;
    }
    if (pid == 0) {
        char *arguments[] = {"hello", NULL};
        put("This is Child Process!\n");
        flush();
        long error = exec_path("/lab/hello", arguments, environment);
        put("exec: %s\n", error_text(error));
        leave(127);
    }
    put("This is Parent Process!\n");
    flush();
    wait4(pid, NULL, 0);
    put("Child Complete!\n");
    return 0;
}

static const struct {
    const char *name, *what;
    int (*run)(void);
} commands[] = {
    {"help", "this list", help},
    {"version", "which menu this is", version},
    {"ids", "the ids of this process", show_ids},
    {"fork", "fork a child and wait for it", fork_command},
    {"exec", "fork a child that executes another program", exec_command},
    {"quit", "leave", quit},
};

static int help(void)
{
    put("Menu List:\n");
    for (size_t i = 0; i < COUNT(commands); i++)
        put("  %-8s - %s\n", commands[i].name, commands[i].what);
    return 0;
}

static void run(const char *name)
{
    for (size_t i = 0; i < COUNT(commands); i++) {
        if (equal(commands[i].name, name)) {
            commands[i].run();
            return;
        }
    }
    put("This is a wrong command: %s (help lists the right ones)\n", name);
}

int main(int argc, char **argv)
{
    static struct reader reader;
    size_t length;
    for (int i = 1; i < argc; i++)
        run(argv[i]);
    if (argc > 1)
        return 0;
    reader_open(&reader, 0);
    for (;;) {
        put("MenuOS>>");
        flush();
        char *line = read_line(&reader, &length);
        if (line == NULL)
            return 0;
        if (line[length - 1] == '\n')
            line[length - 1] = 0;
        if (*line != 0)
            run(line);
    }
}
