// abort(3) dies of SIGABRT whatever the handler or the mask says.
#include "guest.h"

static void handler(int signal) { printf("handler %s\n", signal_name(signal)); }

int main(void)
{
    pid_t pid = fork();
    if (pid == 0)
        abort();
    show_end("plain", pid);
    pid = fork();
    if (pid == 0) {
        handle(SIGABRT, handler, 0);
        abort();
    }
    show_end("handled", pid);
    pid = fork();
    if (pid == 0) {
        mask_signal(SIG_BLOCK, SIGABRT);
        abort();
    }
    show_end("blocked", pid);
    pid = fork();
    if (pid == 0) {
        handle(SIGABRT, SIG_IGN, 0);
        abort();
    }
    show_end("ignored", pid);
    return 0;
}
