// The errors of execve(2); after each one the caller goes on unharmed.
#include "guest.h"

static void attempt(const char *what, const char *path)
{
    char *arguments[] = {"x", NULL};
    char *none[] = {NULL};
    show(what, execve(path, arguments, none));
}

int main(void)
{
    write_file("plain", "just text\n", 0644);
    write_file("text", "just text\n", 0755);
    write_file("empty", "", 0755);
    write_file("nointerp", "#!/does/not/exist\n", 0755);
    write_file("blankinterp", "#!   \n", 0755);
    write_file("badelf", "\177ELFgarbage that is no program at all...................", 0755);
    mkdir("dir", 0755);
    symlink("loop", "loop");
    attempt("missing", "missing");
    attempt("empty name", "");
    attempt("not executable", "plain");
    attempt("a directory", "dir");
    attempt("through a file", "plain/x");
    attempt("symlink loop", "loop");
    attempt("not recognised", "text");
    attempt("empty file", "empty");
    attempt("script without its interpreter", "nointerp");
    attempt("script naming nothing", "blankinterp");
    attempt("broken ELF", "badelf");
    attempt("bad pointer", (char *)8);
    char longname[5000];
    memset(longname, 'n', sizeof longname);
    longname[4999] = 0;
    attempt("long path", longname);
    longname[300] = 0;
    attempt("long name", longname);
    char *bad[] = {(char *)8, NULL};
    char *none[] = {NULL};
    show("bad argument pointer", execve("/proc/self/exe", bad, none));
    show("bad argv", execve("/proc/self/exe", (char **)8, none));
    return 0;
}
