// Which child waitpid(2) chooses: any, one, own group, a given group, and the errors.
#include "guest.h"

int main(void)
{
    int status, gate[2];
    show("no children at all", wait(&status));
    pipe(gate);
    pid_t mine = fork();
    if (mine == 0) {
        char byte;
        close(gate[1]);
        read(gate[0], &byte, 1);
        _exit(1);
    }
    pid_t other = fork();
    if (other == 0) {
        setpgid(0, 0);
        _exit(2);
    }
    setpgid(other, other);
    await_state(other, 'Z');
    show("own group, nobody done", waitpid(0, &status, WNOHANG));
    show("one still running", waitpid(mine, &status, WNOHANG));
    show_bool("other group", waitpid(-other, &status, 0) == other);
    show_status("other", status);
    show("group is empty now", waitpid(-other, &status, WNOHANG));
    show("somebody else's child", waitpid(1, &status, WNOHANG));
    show("bad options", waitpid(-1, &status, 0x100));
    close(gate[1]);
    show_bool("own group", waitpid(0, &status, 0) == mine);
    show_status("mine", status);
    show("bad status pointer, no child", wait((int *)8));
    return 0;
}
