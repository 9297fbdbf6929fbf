// An unlinked file lives until its last descriptor closes; a removed directory is empty and dead.
#include "guest.h"

int main(void)
{
    char text[16] = "";
    struct stat status;
    write_file("data", "still here", 0644);
    int fd = open("data", O_RDWR);
    show("unlink", unlink("data"));
    show("gone by name", access("data", F_OK));
    show("read", pread(fd, text, 10, 0));
    printf("%s\n", text);
    fstat(fd, &status);
    show("links", (long)status.st_nlink);
    show("write", write(fd, "more", 4));
    write_file("data", "new one", 0644);
    show("old one apart", pread(fd, text, 10, 0));
    printf("%s\n", text);
    mkdir("dir", 0755);
    chdir("dir");
    show("rmdir the current directory", rmdir("../dir"));
    show("getcwd", getcwd(text, sizeof text) == NULL ? -1 : 0);
    show("create in it", open("x", O_CREAT | O_WRONLY, 0644));
    show("open it", open(".", O_RDONLY) >= 0 ? 0 : -1);
    show("go up", chdir(".."));
    return 0;
}
