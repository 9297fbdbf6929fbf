// Which clocks timer_create(2) takes, and what it looks at first.
#include "guest.h"

int main(void)
{
    static const int clocks[] = {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID,
                                 CLOCK_MONOTONIC_RAW, CLOCK_REALTIME_COARSE, CLOCK_MONOTONIC_COARSE, CLOCK_BOOTTIME, 10, 77};
    for (unsigned i = 0; i < sizeof clocks / sizeof *clocks; i++) {
        struct sigevent event;
        memset(&event, 0, sizeof event);
        event.sigev_notify = SIGEV_NONE;
        int id = -1;
        printf("clock %d\n", clocks[i]);
        show("  create", syscall(SYS_timer_create, clocks[i], &event, &id));
        if (id >= 0)
            syscall(SYS_timer_delete, id);
        event.sigev_notify = 9;
        show("  unknown notice", syscall(SYS_timer_create, clocks[i], &event, &id));
        show("  bad event", syscall(SYS_timer_create, clocks[i], 8, &id));
        struct timespec now;
        show("  read", syscall(SYS_clock_gettime, clocks[i], &now));
    }
    return 0;
}
