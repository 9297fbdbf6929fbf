// adjtimex(2) and clock_adjtime(2): what they tell, what they take, and who may.
#include "guest.h"
#include <sys/timex.h>

static struct timex now;

static int ask(int modes)
{
    memset(&now, 0, sizeof now);
    now.modes = modes;
    return adjtimex(&now);
}

static long set(const char *what, int modes, long value)
{
    memset(&now, 0, sizeof now);
    now.modes = modes;
    now.maxerror = now.esterror = now.constant = now.tick = now.freq = now.offset = value;
    now.time.tv_usec = value;
    long result = adjtimex(&now);
    printf("%s: %s\n", what, result == -1 ? error_name(errno) : "taken");
    return result;
}

int main(void)
{
    struct timespec real;
    int state = ask(0);
    clock_gettime(CLOCK_REALTIME, &real);
    show_bool("has a state", state == TIME_OK || state == TIME_ERROR);
    show_bool("tells the time", real.tv_sec - now.time.tv_sec <= 1);
    printf("tick %ld, precision %ld, tolerance %ld\n", now.tick, now.precision, now.tolerance);
    show_bool("unsynchronised is an error", (state == TIME_ERROR) == ((now.status & STA_UNSYNC) != 0));
    struct timex first = now;

    show("clock 100", syscall(SYS_clock_adjtime, 100, &now));
    show("clock MONOTONIC", syscall(SYS_clock_adjtime, CLOCK_MONOTONIC, &now));
    show("clock of a process", syscall(SYS_clock_adjtime, CLOCK_PROCESS_CPUTIME_ID, &now));
    show_ok("clock REALTIME", syscall(SYS_clock_adjtime, CLOCK_REALTIME, &now));
    show("nowhere", syscall(SYS_adjtimex, NULL));

    set("tick too low", ADJ_TICK, 8999);
    set("tick too high", ADJ_TICK, 11001);
    set("tick as it is", ADJ_TICK, first.tick);
    set("step of too many microseconds", ADJ_SETOFFSET, 1000000);
    set("step back by microseconds", ADJ_SETOFFSET, -1);
    set("adjtime without its bit", 0x8000, 0);
    set("reading what adjtime has left", ADJ_OFFSET_SS_READ, 77);
    printf("left %ld\n", now.offset);

    set("largest error", ADJ_MAXERROR, 12345);
    set("estimated error", ADJ_ESTERROR, 678);
    ask(0);
    printf("errors about %ld and %ld\n", now.maxerror / 10000, now.esterror);
    set("largest error beyond all", ADJ_MAXERROR, 99999999);
    printf("now %ld\n", now.maxerror);
    set("frequency beyond all", ADJ_FREQUENCY, 1L << 30);
    printf("now %ld\n", now.freq);
    set("frequency", ADJ_FREQUENCY, first.freq);
    set("in nanoseconds", ADJ_NANO, 0);
    show_bool("status says so", (now.status & STA_NANO) != 0);
    set("time constant", ADJ_TIMECONST, 3);
    printf("now %ld\n", now.constant);
    set("in microseconds", ADJ_MICRO, 0);
    show_bool("status says so", (now.status & STA_NANO) == 0);
    set("time constant", ADJ_TIMECONST, 3);
    printf("now %ld\n", now.constant);
    set("time constant beyond all", ADJ_TIMECONST, 1000);
    printf("now %ld\n", now.constant);

    now = first;
    now.modes = ADJ_MAXERROR | ADJ_ESTERROR | ADJ_FREQUENCY | ADJ_NANO | ADJ_TIMECONST;
    adjtimex(&now);
    if (!(first.status & STA_NANO))
        ask(ADJ_MICRO);

    pid_t pid = fork();
    if (pid == 0) {
        setresuid(1000, 1000, 1000);
        show_bool("a user may read", ask(0) == state);
        set("a user's tick", ADJ_TICK, first.tick);
        set("a user's tick too low", ADJ_TICK, 5);
        set("a user's step", ADJ_SETOFFSET, 0);
        set("a user's adjtime", ADJ_OFFSET_SINGLESHOT, 0);
        set("a user reads what is left", ADJ_OFFSET_SS_READ, 0);
        set("a user without its bit", 0x8000, 0);
        _exit(0);
    }
    show_end("user", pid);
    return 0;
}
