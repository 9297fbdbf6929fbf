// A dynamically linked program: the interpreter maps, relocates and enters it.
// link: dynamic
#include "guest.h"
#include <math.h>
#include <sys/auxv.h>
// libs: -lm

int main(int argc, char **argv)
{
    show_bool("interpreter mapped", getauxval(AT_BASE) != 0);
    printf("argc %d, cosine %.3f\n", argc, cos(atof(argc > 1 ? argv[1] : "1")));
    char text[16] = "abc";
    printf("%s %zu\n", strcat(text, "def"), strlen(text));
    return 0;
}
