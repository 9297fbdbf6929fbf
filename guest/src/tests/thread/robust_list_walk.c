// At a thread's end its robust futexes are marked and a waiter is woken: also the pending one, also over exec.
#include "guest.h"
#include <linux/futex.h>

struct lock {
    struct robust_list link;
    unsigned word;
};

static struct shared {
    struct robust_list_head head;
    struct lock locks[4];
} *shared;

static void link_all(int tid, int count)
{
    shared->head.futex_offset = (long)offsetof(struct lock, word) - (long)offsetof(struct lock, link);
    shared->head.list_op_pending = &shared->locks[3].link;
    struct robust_list *at = &shared->head.list;
    for (int i = 0; i < count; i++) {
        at->next = &shared->locks[i].link;
        at = at->next;
    }
    at->next = &shared->head.list;
    for (int i = 0; i < 4; i++)
        shared->locks[i].word = (unsigned)tid;
    shared->locks[1].word = 4711;
    shared->locks[2].word |= FUTEX_WAITERS;
}

static void tell(const char *what, pid_t pid)
{
    printf("%s:", what);
    for (int i = 0; i < 4; i++)
        printf(" %s%s%s", shared->locks[i].word & FUTEX_OWNER_DIED ? "died" : "-",
               shared->locks[i].word & FUTEX_WAITERS ? "+waiters" : "",
               (shared->locks[i].word & FUTEX_TID_MASK) == (unsigned)pid ? " owner" : "");
    printf("\n");
}

static pid_t make(int how)
{
    int gate[2];
    char byte;
    pipe(gate);
    pid_t pid = fork();
    if (pid == 0) {
        link_all(getpid(), 3);
        syscall(SYS_set_robust_list, &shared->head, sizeof shared->head);
        write(gate[1], "x", 1);
        sleep_millis(how == 3 ? 20 : 0);
        if (how == 0)
            _exit(0);
        if (how == 1)
            kill(getpid(), SIGKILL);
        execl("/bin/true", "true", NULL);
    }
    read(gate[0], &byte, 1);
    return pid;
}

int main(void)
{
    shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pid_t pid = make(0);
    waitpid(pid, NULL, 0);
    tell("exit", pid);
    pid = make(1);
    waitpid(pid, NULL, 0);
    tell("killed", pid);
    pid = make(2);
    waitpid(pid, NULL, 0);
    tell("exec", pid);
    pid = make(3);
    struct timespec limit = {10, 0};
    unsigned seen = shared->locks[2].word;
    long woken = syscall(SYS_futex, &shared->locks[2].word, FUTEX_WAIT, seen, &limit, NULL, 0);
    show_bool("a waiter is woken", woken == 0 || errno == EAGAIN);
    waitpid(pid, NULL, 0);
    tell("with a waiter", pid);
    return 0;
}
