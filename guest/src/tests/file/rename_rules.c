// rename(2) and renameat2(2): what may replace what.
#include "guest.h"

static int attempt(const char *what, const char *from, const char *to)
{
    show(what, rename(from, to));
    return 0;
}

int main(void)
{
    struct stat status;
    char text[32];
    write_file("a", "a", 0644);
    write_file("b", "b", 0644);
    mkdir("d", 0755);
    mkdir("e", 0755);
    mkdir("e/inner", 0755);
    attempt("over a file", "a", "b");
    printf("%s\n", read_file("b", text, sizeof text));
    attempt("missing", "a", "c");
    attempt("file over directory", "b", "d");
    attempt("directory over file", "d", "b");
    attempt("directory over a full one", "d", "e");
    attempt("directory over an empty one", "e", "d");
    attempt("into itself", "d", "d/inner/x");
    attempt("onto its parent", "d/inner", "d");
    attempt("same name", "b", "b");
    link("b", "hard");
    attempt("two names of one file", "b", "hard");
    show("both remain", access("b", F_OK) + access("hard", F_OK));
    attempt("dot", ".", "x");
    attempt("slash after a file", "b", "x/");
    attempt("directory with a slash", "d/", "f/");
    attempt("through a file", "b/x", "y");
    write_file("g", "g", 0644);
    show("noreplace", syscall(SYS_renameat2, AT_FDCWD, "b", AT_FDCWD, "g", 1));
    show("exchange", syscall(SYS_renameat2, AT_FDCWD, "b", AT_FDCWD, "g", 2));
    printf("%s\n", read_file("b", text, sizeof text));
    show("both flags", syscall(SYS_renameat2, AT_FDCWD, "b", AT_FDCWD, "g", 3));
    show("exchange missing", syscall(SYS_renameat2, AT_FDCWD, "b", AT_FDCWD, "none", 2));
    show("exchange with a directory", syscall(SYS_renameat2, AT_FDCWD, "b", AT_FDCWD, "f", 2));
    stat("b", &status);
    show_bool("now the directory", S_ISDIR(status.st_mode));
    return 0;
}
