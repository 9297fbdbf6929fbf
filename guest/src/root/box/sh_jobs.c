// Jobs: process groups started from the shell, in front or behind.
#include "sh.h"

struct job {
    int number; // 0 when the place is free
    long group;
    long pids[16];
    int count, running;
    int status; // of the last process
    bool stopped;
    char text[128];
};

static struct job jobs[32];
static struct job *current;

void terminal_to(long group)
{
    int value = (int)group;
    SYS3(__NR_ioctl, 2, TIOCSPGRP, &value);
}

void job_add(long group, const long *pids, int count, const char *text, bool foreground)
{
    struct job *job = NULL;
    int number = 0;
    for (size_t i = 0; i < COUNT(jobs); i++) {
        if (jobs[i].number == 0 && job == NULL)
            job = &jobs[i];
        if (jobs[i].number > number)
            number = jobs[i].number;
    }
    if (job == NULL) {
        put_error("sh: too many jobs\n");
        job = &jobs[0];
    }
    memset(job, 0, sizeof *job);
    job->number = number + 1;
    job->group = group;
    job->count = job->running = count;
    memcpy(job->pids, pids, (size_t)count * sizeof *pids);
    size_t length = strlen(text);
    memcpy(job->text, text, length < sizeof job->text ? length : sizeof job->text - 1);
    current = job;
    if (shell.interactive && !foreground)
        put_error("[%d] %ld\n", job->number, job->pids[count - 1]);
}

static struct job *job_of(long pid, int *index)
{
    for (size_t i = 0; i < COUNT(jobs); i++)
        for (int n = 0; jobs[i].number != 0 && n < jobs[i].count; n++)
            if (jobs[i].pids[n] == pid) {
                *index = n;
                return &jobs[i];
            }
    return NULL;
}

static void record(long pid, int status)
{
    int index;
    struct job *job = job_of(pid, &index);
    if (job == NULL)
        return;
    if (STOPPED(status)) {
        job->stopped = true;
        job->status = status;
        return;
    }
    job->running--;
    job->pids[index] = -pid;
    if (index == job->count - 1)
        job->status = status;
}

// Waits until a job has ended or stopped.
static int wait_for(struct job *job)
{
    while (job->running > 0 && !job->stopped) {
        int status;
        long pid = wait4(-1, &status, shell.interactive ? WUNTRACED : 0);
        if (pid == -EINTR)
            continue;
        if (pid < 0)
            break;
        record(pid, status);
    }
    if (job->stopped)
        return 128 + EXIT_STATUS(job->status);
    int status = SHELL_STATUS(job->status);
    job->number = 0;
    return status;
}

int job_wait_foreground(void)
{
    struct job *job = current;
    if (shell.interactive)
        terminal_to(job->group);
    int status = wait_for(job);
    if (shell.interactive) {
        terminal_to(SYS1(__NR_getpgid, 0));
        if (job->stopped)
            put_error("\n[%d] Stopped  %s\n", job->number, job->text);
        else if (SIGNALLED(job->status) && TERM_SIGNAL(job->status) == SIGINT)
            put_error("\n");
        else if (SIGNALLED(job->status) && TERM_SIGNAL(job->status) != SIGPIPE)
            put_error("Killed by SIG%s\n", signal_name(TERM_SIGNAL(job->status)));
    }
    return status;
}

void job_notice(void)
{
    int status;
    long pid;
    while ((pid = wait4(-1, &status, WNOHANG | WUNTRACED)) > 0)
        record(pid, status);
    for (size_t i = 0; i < COUNT(jobs); i++) {
        if (jobs[i].number != 0 && jobs[i].running == 0) {
            put_error("[%d] Done  %s\n", jobs[i].number, jobs[i].text);
            jobs[i].number = 0;
        }
    }
}

int jobs_builtin(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    for (size_t i = 0; i < COUNT(jobs); i++)
        if (jobs[i].number != 0)
            put("[%d] %s  %s\n", jobs[i].number,
                jobs[i].stopped ? "Stopped" : jobs[i].running > 0 ? "Running" : "Done", jobs[i].text);
    return 0;
}

// The job named "%1" or "1"; without a name the newest.
static struct job *chosen(int argc, char **argv)
{
    struct job *found = NULL;
    long number = argc > 1 ? parse_number(argv[1] + (argv[1][0] == '%')) : 0;
    for (size_t i = 0; i < COUNT(jobs); i++) {
        if (jobs[i].number == 0)
            continue;
        if (number > 0 ? jobs[i].number == number : found == NULL || jobs[i].number > found->number)
            found = &jobs[i];
    }
    if (found == NULL)
        put_error("sh: no such job\n");
    return found;
}

int fg_builtin(int argc, char **argv)
{
    struct job *job = chosen(argc, argv);
    if (job == NULL)
        return 1;
    put("%s\n", job->text);
    flush();
    current = job;
    job->stopped = false;
    terminal_to(job->group);
    SYS2(__NR_kill, -job->group, SIGCONT);
    return job_wait_foreground();
}

int bg_builtin(int argc, char **argv)
{
    struct job *job = chosen(argc, argv);
    if (job == NULL)
        return 1;
    job->stopped = false;
    put("[%d] %s &\n", job->number, job->text);
    SYS2(__NR_kill, -job->group, SIGCONT);
    return 0;
}

int wait_builtin(int argc, char **argv)
{
    int status = 0, index;
    if (argc > 1) {
        long pid = parse_number(argv[1]);
        struct job *job = job_of(pid, &index);
        return job == NULL ? 127 : wait_for(job);
    }
    for (size_t i = 0; i < COUNT(jobs); i++)
        if (jobs[i].number != 0 && !jobs[i].stopped)
            wait_for(&jobs[i]);
    return status;
}
