// Autogroups: a session with one program that computes has as much of a processor as one with three.
#include "guest.h"

static const char switch_file[] = "/proc/sys/kernel/sched_autogroup_enabled";

static pid_t session(int spinners)
{
    pid_t pid = fork();
    if (pid == 0) {
        setsid();
        for (int i = 1; i < spinners; i++)
            if (fork() == 0)
                break;
        for (;;) {
        }
    }
    return pid;
}

static long millis_of(pid_t pid)
{
    clockid_t clock;
    struct timespec used;
    clock_getcpuclockid(pid, &clock);
    clock_gettime(clock, &used);
    return used.tv_sec * 1000 + used.tv_nsec / 1000000;
}

static void share(const char *what, const char *on)
{
    put_text(switch_file, on);
    pid_t one = session(1), three = session(3);
    sleep_millis(100);
    long before = millis_of(one), leader = millis_of(three);
    sleep_millis(1000);
    long alone = millis_of(one) - before, of_three = millis_of(three) - leader;
    kill(one, SIGKILL);
    kill(-three, SIGKILL);
    waitpid(one, NULL, 0);
    waitpid(three, NULL, 0);
    show_bool(what, alone > of_three * 2);
}

int main(void)
{
    cpu_set_t first;
    CPU_ZERO(&first);
    CPU_SET(0, &first);
    sched_setaffinity(0, sizeof first, &first);
    char before[16];
    read_file(switch_file, before, sizeof before);
    share("with autogroups who is alone has more", "1");
    share("without them it has more", "0");
    put_text(switch_file, before);
    return 0;
}
