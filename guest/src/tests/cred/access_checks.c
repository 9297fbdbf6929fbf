// access(2) asks for the real user, faccessat with AT_EACCESS and open for the effective one.
#include "guest.h"

int main(void)
{
    chmod(".", 0755);
    write_file("secret", "s", 0600);
    pid_t pid = fork();
    if (pid == 0) {
        setresuid(1000, 0, 0);
        show("access as the real user", access("secret", R_OK));
        show("effective access", faccessat(AT_FDCWD, "secret", R_OK, AT_EACCESS));
        show_ok("open as the effective user", open("secret", O_RDONLY));
        setresuid(0, 1000, 0);
        show("access as real root", access("secret", R_OK));
        show("open as a user", open("secret", O_RDONLY));
        _exit(0);
    }
    show_end("child", pid);
    show("bad mode", access("secret", 8));
    show("setfsuid", syscall(SYS_setfsuid, 1000));
    show("open with another fsuid", open("secret", O_RDONLY));
    show("setfsuid back", syscall(SYS_setfsuid, 0));
    show_ok("open", open("secret", O_RDONLY));
    return 0;
}
