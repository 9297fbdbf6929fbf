// What exec.c and the menu execute: says which process it is and what it was given.
#include "lib.h"

int main(int argc, char **argv)
{
    put("hello %ld: same process, new program, %d arguments:", getpid(), argc);
    for (int i = 0; i < argc; i++)
        put(" %s", argv[i]);
    put("\n");
    return 0;
}
