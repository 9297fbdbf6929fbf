// Group ids and supplementary groups, and the file access they give.
#include "guest.h"

int main(void)
{
    gid_t groups[8], real, effective, saved;
    gid_t wanted[] = {500, 600, 700};
    show("setgroups", setgroups(3, wanted));
    show("count", getgroups(0, groups));
    show("getgroups", getgroups(8, groups));
    printf("%d %d %d\n", groups[0], groups[1], groups[2]);
    show("too few places", getgroups(2, groups));
    show("setresgid", setresgid(10, 20, 30));
    getresgid(&real, &effective, &saved);
    printf("%d %d %d\n", real, effective, saved);
    chmod(".", 0777);
    close(open("mine", O_CREAT | O_WRONLY, 0660));
    struct stat status;
    stat("mine", &status);
    show("new file's group", status.st_gid);
    chown("mine", 0, 600);
    chmod("mine", 0660);
    pid_t pid = fork();
    if (pid == 0) {
        setresuid(1000, 1000, 1000);
        show("through a supplementary group", access("mine", W_OK));
        show_ok("open", open("mine", O_RDWR));
        show("setgroups as a user", setgroups(0, NULL));
        show("setgid to the saved one", setgid(30));
        show("setgid elsewhere", setgid(40));
        write_file("own", "x", 0600);
        show("chown to a group of mine", chown("own", -1, 700));
        show("chown to another", chown("own", -1, 800));
        show("chown to another user", chown("own", 1001, -1));
        _exit(0);
    }
    show_end("child", pid);
    return 0;
}
