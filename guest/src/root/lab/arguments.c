// Prints its arguments: the interpreter of the script beside it.
#include "lib.h"

int main(int argc, char **argv)
{
    for (int i = 0; i < argc; i++)
        put("argv[%d] = %s\n", i, argv[i]);
    return 0;
}
