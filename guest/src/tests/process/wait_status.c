// Every kind of wait status: exit, signal, stop and continue.
#include "guest.h"

int main(void)
{
    int status, gate[2];
    char byte;
    pipe(gate);
    pid_t pid = fork();
    if (pid == 0)
        _exit(0x1ff);
    show_end("exit(0x1ff)", pid);
    int fatal[] = {SIGHUP, SIGKILL, SIGPIPE, SIGTERM, SIGUSR1, SIGALRM};
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) {
        pid = fork();
        if (pid == 0) {
            raise(fatal[i]);
            _exit(0);
        }
        show_end("raise", pid);
    }
    pid = fork();
    if (pid == 0) {
        setpgid(0, 0);
        raise(SIGSTOP);
        read(gate[0], &byte, 1);
        raise(SIGTSTP);
        _exit(1);
    }
    waitpid(pid, &status, WUNTRACED);
    show_status("first", status);
    printf("raw: %#x\n", status);
    kill(pid, SIGCONT);
    waitpid(pid, &status, WCONTINUED);
    show_status("then", status);
    printf("raw: %#x\n", status);
    write(gate[1], "x", 1);
    waitpid(pid, &status, WUNTRACED);
    show_status("then", status);
    kill(pid, SIGCONT);
    waitpid(pid, &status, 0);
    show_status("last", status);
    return 0;
}
