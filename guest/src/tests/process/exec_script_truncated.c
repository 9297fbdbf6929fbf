// A first line cut off inside the interpreter's name is refused; cut arguments are accepted.
#include "guest.h"

static void attempt(const char *what, const char *text)
{
    write_file("script", text, 0755);
    char *arguments[] = {"x", NULL};
    char *none[] = {NULL};
    show(what, execve("./script", arguments, none));
}

int main(void)
{
    char text[700];
    memset(text, 'i', sizeof text);
    memcpy(text, "#!/", 3);
    text[600] = '\n';
    text[601] = 0;
    attempt("interpreter longer than the buffer", text);
    memset(text, ' ', 600);
    memcpy(text, "#!", 2);
    attempt("only blanks in the buffer", text);
    memset(text, 'a', 600);
    memcpy(text, "#!/does/not/exist ", 18);
    attempt("arguments longer than the buffer", text);
    return 0;
}
