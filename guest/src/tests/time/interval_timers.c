// setitimer(2) in its three kinds, and alarm(2).
#include "guest.h"
#include <sys/time.h>

static volatile sig_atomic_t real, virtual, profile;
static void handler(int signal)
{
    if (signal == SIGALRM)
        real++;
    else if (signal == SIGVTALRM)
        virtual++;
    else
        profile++;
}

int main(void)
{
    struct itimerval every = {{0, 5000}, {0, 5000}}, now, off = {{0, 0}, {0, 0}};
    handle(SIGALRM, handler, 0);
    handle(SIGVTALRM, handler, 0);
    handle(SIGPROF, handler, 0);
    show("real", setitimer(ITIMER_REAL, &every, NULL));
    while (real < 5)
        pause();
    show("get", getitimer(ITIMER_REAL, &now));
    show("interval", now.it_interval.tv_usec);
    show("off", setitimer(ITIMER_REAL, &off, &now));
    show_bool("was running", now.it_value.tv_usec > 0 || now.it_value.tv_sec > 0);
    show("virtual", setitimer(ITIMER_VIRTUAL, &every, NULL));
    while (virtual < 3) {
    }
    setitimer(ITIMER_VIRTUAL, &off, NULL);
    show("profile", setitimer(ITIMER_PROF, &every, NULL));
    while (profile < 3) {
    }
    setitimer(ITIMER_PROF, &off, NULL);
    printf("all rang\n");
    show("bad kind", setitimer(9, &every, NULL));
    every.it_value.tv_usec = 1000000;
    show("bad time", setitimer(ITIMER_REAL, &every, NULL));
    show("alarm", alarm(50));
    show("alarm again", alarm(10));
    show("cancel", alarm(0));
    show("none", alarm(0));
    return 0;
}
