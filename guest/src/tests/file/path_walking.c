// Path resolution: dots, slashes, links in the middle, lengths, loops.
#include "guest.h"

int main(void)
{
    struct stat status;
    char text[64], name[5000];
    mkdir("d", 0755);
    mkdir("d/e", 0755);
    write_file("d/e/f", "found", 0644);
    symlink("d/e", "link");
    symlink("../e", "d/up");
    symlink("e/f", "d/file");
    printf("%s\n", read_file("./d//e/./../e///f", text, sizeof text));
    printf("%s\n", read_file("link/f", text, sizeof text));
    printf("%s\n", read_file("link/../e/f", text, sizeof text));
    printf("%s\n", read_file("d/file", text, sizeof text));
    printf("%s\n", read_file("/../../proc/self/cwd/d/file", text, sizeof text));
    show("wrong link", stat("d/up/f", &status));
    symlink("b", "a");
    symlink("a", "b");
    show("loop", stat("a", &status));
    show("loop itself", lstat("a", &status));
    write_file("l0", "deep", 0644);
    for (int i = 1; i <= 45; i++) {
        char from[8], to[8];
        snprintf(from, sizeof from, "l%d", i);
        snprintf(to, sizeof to, "l%d", i - 1);
        symlink(to, from);
    }
    show("40 links", stat("l40", &status));
    show("41 links", stat("l41", &status));
    memset(name, 'n', sizeof name);
    name[255] = 0;
    show_ok("name of 255", open(name, O_CREAT | O_WRONLY, 0644));
    name[255] = 'n';
    name[256] = 0;
    show("name of 256", open(name, O_CREAT | O_WRONLY, 0644));
    for (int i = 0; i < 4999; i++)
        name[i] = i % 2 ? '/' : '.';
    name[4095] = 0;
    show("path of 4095", stat(name, &status));
    name[4095] = '/';
    name[4096] = 0;
    show("path of 4096", stat(name, &status));
    show("slash after a link to a file", lstat("d/file/", &status));
    show("slash after a link to a directory", lstat("link/", &status));
    show_bool("followed", S_ISDIR(status.st_mode));
    return 0;
}
