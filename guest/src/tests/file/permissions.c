// Mode bits as a plain user meets them: files, directories, and what only the owner may do.
#include "guest.h"

static void attempts(void)
{
    char text[16];
    show("read 0600 of root", open("private", O_RDONLY));
    show_ok("read 0644", open("public", O_RDONLY));
    show("write 0644", open("public", O_WRONLY));
    show_ok("write 0666", open("open", O_WRONLY));
    show("list 0711", open("through", O_RDONLY | O_DIRECTORY));
    show_ok("pass through 0711", open("through/file", O_RDONLY));
    show("pass through 0744", open("list/file", O_RDONLY));
    show_ok("list 0744", open("list", O_RDONLY | O_DIRECTORY));
    show("create in 0755", open("through/new", O_CREAT | O_WRONLY, 0644));
    show("chmod another's", chmod("public", 0777));
    show("chown another's", chown("public", 3000, 3000));
    show("truncate", truncate("public", 0));
    show("unlink in 0755", unlink("through/file"));
    show_ok("create in 1777", open("sticky/mine", O_CREAT | O_WRONLY, 0644));
    show("unlink another's in 1777", unlink("sticky/theirs"));
    show("unlink mine in 1777", unlink("sticky/mine"));
    show("read through the group", open("group", O_RDONLY) >= 0 ? 0 : -1);
    show("owner without rights", open("locked", O_RDONLY));
    show("owner may chmod", chmod("locked", 0600));
    printf("%s\n", read_file("locked", text, sizeof text));
    show("access", access("private", R_OK));
    show("access existence", access("private", F_OK));
    show("execute 0644", access("public", X_OK));
}

int main(void)
{
    umask(0);
    chmod(".", 0755);
    write_file("private", "p", 0600);
    write_file("public", "p", 0644);
    write_file("open", "o", 0666);
    mkdir("through", 0711);
    mkdir("list", 0744);
    mkdir("sticky", 01777);
    write_file("through/file", "f", 0644);
    write_file("list/file", "f", 0644);
    write_file("sticky/theirs", "t", 0666);
    write_file("group", "g", 0640);
    chown("group", 0, 3001);
    write_file("locked", "locked", 0000);
    chown("locked", 3000, 3000);
    show("root reads 0000", open("locked", O_RDONLY) >= 0 ? 0 : -1);
    show("root executes 0644", access("public", X_OK));
    pid_t pid = fork();
    if (pid == 0) {
        gid_t groups[] = {3001};
        setgroups(1, groups);
        setresgid(3000, 3000, 3000);
        setresuid(3000, 3000, 3000);
        attempts();
        _exit(0);
    }
    show_end("child", pid);
    return 0;
}
