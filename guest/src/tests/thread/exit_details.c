// Threads: ids in signals and files of /proc, the end of one, detached ones, names.
// flags: -pthread
#include "guest.h"
#include <dirent.h>
#include <pthread.h>
#include <sys/prctl.h>

static volatile pid_t tid;
static volatile int go;

static void *run(void *unused)
{
    prctl(PR_SET_NAME, "worker");
    tid = gettid();
    while (!go)
        sched_yield();
    return unused;
}

static int tasks(void)
{
    int count = -2;
    DIR *directory = opendir("/proc/self/task");
    while (readdir(directory) != NULL)
        count++;
    closedir(directory);
    return count;
}

int main(void)
{
    pthread_t thread;
    char path[64], text[4096];
    pthread_create(&thread, NULL, run, NULL);
    while (tid == 0)
        sched_yield();
    printf("tasks %d\n", tasks());
    snprintf(path, sizeof path, "/proc/self/task/%d/comm", tid);
    printf("its name %s", read_file(path, text, sizeof text));
    printf("the process's %s", read_file("/proc/self/comm", text, sizeof text));
    snprintf(path, sizeof path, "/proc/%d/status", tid);
    read_file(path, text, sizeof text);
    show_bool("reached by its own number", strstr(text, "worker") != NULL);
    show_bool("of our group", atoi(strstr(text, "Tgid:") + 5) == getpid());
    show("kill by a thread's number", kill(tid, 0));
    show("tgkill with the wrong group", syscall(SYS_tgkill, tid, tid, 0));
    show("getpgid of a thread", getpgid(tid) == getpgrp());
    show("getsid of a thread", getsid(tid) == getsid(0));
    show("wait for a thread", waitpid(tid, NULL, __WALL));
    go = 1;
    pthread_join(thread, NULL);
    for (int i = 0; i < 1000 && tasks() != 1; i++)
        sleep_millis(1);
    printf("tasks %d\n", tasks());
    show("gone", syscall(SYS_tgkill, getpid(), tid, 0));
    return 0;
}
