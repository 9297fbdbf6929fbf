// Where execve(2) puts things on the new stack, from argc upward to the file name.
#include "guest.h"
#include <sys/auxv.h>

extern char **environ;

int main(int argc, char **argv)
{
    if (argc != 3) {
        char *arguments[] = {"zero", "first", "second", NULL};
        char *environment[] = {"E=1", "F=2", NULL};
        execve("/proc/self/exe", arguments, environment);
        die("execve");
    }
    long *start = (long *)argv - 1;
    show("argc below argv", *start);
    show_bool("start aligned to 16", ((uintptr_t)start & 15) == 0);
    show_bool("environment after argv's NULL", environ == argv + argc + 1);
    char **end = environ;
    while (*end != NULL)
        end++;
    unsigned long *auxv = (unsigned long *)(end + 1);
    while (auxv[0] != 0)
        auxv += 2;
    show_bool("auxv ends with zeros", auxv[0] == 0 && auxv[1] == 0);
    char *random = (char *)getauxval(AT_RANDOM);
    char *platform = (char *)getauxval(AT_PLATFORM);
    char *filename = (char *)getauxval(AT_EXECFN);
    show_bool("auxv below random and platform", (char *)auxv < random && (char *)auxv < platform);
    show_bool("those below the arguments", platform < argv[0] && random < argv[0]);
    show_bool("arguments adjoin", argv[0] + 5 == argv[1] && argv[1] + 6 == argv[2]);
    show_bool("environment follows arguments", argv[2] + 7 == environ[0]);
    show_bool("environment adjoins", environ[0] + 4 == environ[1]);
    show_bool("file name follows", environ[1] + 4 == filename);
    uintptr_t top = (uintptr_t)filename + strlen(filename) + 1;
    show("to the end of the page", (long)(((top + 4095) & ~4095UL) - top));
    return 0;
}
