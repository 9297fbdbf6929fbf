// How the first line of a script becomes arguments (execve(2), "Interpreter scripts").
#include "guest.h"

static char self[4096];

static void run_script(const char *first_line)
{
    char text[8192];
    snprintf(text, sizeof text, first_line, self);
    write_file("script", text, 0755);
    pid_t pid = fork();
    if (pid == 0) {
        char *arguments[] = {"zero", "one", "two", NULL};
        char *none[] = {NULL};
        execve("./script", arguments, none);
        printf("%s\n", error_name(errno));
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    printf("--\n");
}

int main(int argc, char **argv)
{
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    self[length] = 0;
    if (argc > 2) {
        for (int i = 1; i < argc; i++)
            printf("[%d]=<%s>\n", i, argv[i]);
        return argv[0] == NULL;
    }
    run_script("#!%s\n");
    run_script("#!%s option\n");
    run_script("#!%s  many words -x \t \n");
    run_script("#! \t %s\targument\n");
    run_script("#!%s");
    run_script("#!%s no newline");
    run_script("#!\n");
    run_script("# !%s\n");
    return 0;
}
