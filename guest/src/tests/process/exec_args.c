// execve(2) hands on exactly the given arguments and environment, empty strings included.
#include "guest.h"

extern char **environ;

int main(int argc, char **argv)
{
    if (argc > 2) {
        for (int i = 0; i < argc; i++)
            printf("argv[%d]=<%s>\n", i, argv[i]);
        for (char **entry = environ; *entry != NULL; entry++)
            printf("env <%s>\n", *entry);
        return argv[argc] == NULL ? 4 : 5;
    }
    char *arguments[] = {"", "one", "", "two words", "tab\there", NULL};
    char *environment[] = {"A=1", "EMPTY=", "NOEQUALS", "A=2", NULL};
    execve("/proc/self/exe", arguments, environment);
    die("execve");
}
