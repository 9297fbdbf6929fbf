// A storm of births, programs, threads and signals, chosen at random by a seed; what must hold at its end.
//
//   storm [SEED [ROUNDS [exact]]]: with "exact" the machine's own counts must be as before, too.
// flags: -pthread
#include "guest.h"
#include <dirent.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sys/prctl.h>

#define MOST 24

static uint64_t state;
static pid_t children[MOST];
static int living;
static long reaped, born, exchanges, lost;
static char *self;

static unsigned draw(unsigned below)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(state >> 33) % below;
}

static void nothing(int signal) { (void)signal; }

// Two threads hand a word to and fro; a wake-up that is lost shows as a time that runs out.
static int word;

static void hand(int from, int to)
{
    struct timespec limit = {60, 0};
    for (int i = 0; i < 20; i++) {
        int now;
        while ((now = __atomic_load_n(&word, __ATOMIC_SEQ_CST)) != from)
            if (syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, now, &limit, NULL, 0) == -1 && errno == ETIMEDOUT)
                _exit(98);
        __atomic_store_n(&word, to, __ATOMIC_SEQ_CST);
        syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
    }
}

static void *other_side(void *unused)
{
    hand(1, 0);
    return unused;
}

static void with_threads(unsigned count)
{
    pthread_t threads[4];
    for (unsigned i = 0; i < count; i++) {
        pthread_create(&threads[i], NULL, other_side, NULL);
        hand(0, 1);
        pthread_join(threads[i], NULL);
    }
}

static void with_pipe(void)
{
    int there[2], back[2];
    char byte = 'x';
    pipe(there);
    pipe(back);
    pid_t pid = fork();
    if (pid == 0) {
        close(there[1]);
        while (read(there[0], &byte, 1) == 1)
            write(back[1], &byte, 1);
        _exit(0);
    }
    close(there[0]);
    for (int i = 0; i < 20; i++) {
        write(there[1], &byte, 1);
        read(back[0], &byte, 1);
    }
    close(there[1]);
    waitpid(pid, NULL, 0);
}

static void orphan(void)
{
    if (fork() == 0) {
        if (draw(2))
            sched_yield();
        _exit(0);
    }
}

static void child(unsigned what)
{
    handle(SIGUSR1, nothing, draw(2) ? SA_RESTART : 0);
    handle(SIGCHLD, SIG_DFL, 0);
    char *leaf[] = {self, "leaf", NULL};
    pid_t pid;
    switch (what) {
    case 0: break;
    case 1: execv("/proc/self/exe", leaf); break;
    case 2: with_threads(1 + draw(4)); break;
    case 3: with_pipe(); break;
    case 4:
        pid = vfork();
        if (pid == 0) {
            execv("/proc/self/exe", leaf);
            _exit(127);
        }
        waitpid(pid, NULL, 0);
        break;
    case 5: orphan(); break;
    case 6: pause(); break;
    case 7: raise(SIGTERM); break;
    case 8: sleep_millis(draw(3)); break;
    case 9: free(memset(malloc(1 << 16), 1, 1 << 16)); break;
    }
    _exit(0);
}

static void forget(pid_t pid, int status)
{
    reaped++;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 98)
        lost++;
    for (int i = 0; i < living; i++) {
        if (children[i] == pid) {
            children[i] = children[--living];
            return;
        }
    }
}

static void reap(int options)
{
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, options)) > 0)
        forget(pid, status);
}

static void round_of_it(void)
{
    static const int signals[] = {SIGUSR1, SIGSTOP, SIGCONT, SIGKILL, SIGCONT, SIGUSR1, SIGTERM, SIGCONT};
    if (living < MOST && draw(3)) {
        unsigned what = draw(10);
        pid_t pid = fork();
        if (pid == 0) {
            state += what;
            child(what);
        }
        if (pid > 0) {
            children[living++] = pid;
            born++;
        }
    } else if (living > 0) {
        kill(children[draw((unsigned)living)], signals[draw(8)]);
        exchanges++;
    }
    if (living == MOST) {
        kill(children[0], SIGKILL);
        int status;
        pid_t pid = waitpid(children[0], &status, 0);
        forget(pid, status);
    }
    reap(WNOHANG);
}

static int entries(const char *path)
{
    int count = 0;
    DIR *directory = opendir(path);
    while (readdir(directory) != NULL)
        count++;
    closedir(directory);
    return count;
}

static long counted(const char *what)
{
    char text[8192];
    char *at = strstr(read_file("/proc/meminfo", text, sizeof text), what);
    return at == NULL ? -1 : atol(at + strlen(what) + 1);
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "leaf") == 0)
        return 0;
    self = argv[0];
    state = argc > 1 ? strtoull(argv[1], NULL, 0) : 1;
    long rounds = argc > 2 ? atol(argv[2]) : 300;
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    int descriptors = entries("/proc/self/fd");
    int tasks = entries("/proc");
    long stacks = counted("KernelStack:"), memory = counted("MemFree:");
    for (long i = 0; i < rounds; i++)
        round_of_it();
    for (int i = 0; i < living; i++) {
        kill(children[i], SIGCONT);
        kill(children[i], SIGKILL);
    }
    reap(0);
    show_bool("nobody is left", waitpid(-1, NULL, __WALL) == -1 && errno == ECHILD);
    show_bool("all the children were reaped", reaped >= born && living == 0);
    show("wake-ups lost", lost);
    show("descriptors more", entries("/proc/self/fd") - descriptors);
    show("threads", entries("/proc/self/task") - 2);
    if (argc > 3) {
        printf("born %ld, signals %ld, reaped %ld\n", born, exchanges, reaped);
        show("tasks more", entries("/proc") - tasks);
        show("kernel stacks more, kB", counted("KernelStack:") - stacks);
        show_bool("memory is back", memory - counted("MemFree:") < 1024);
    }
    return 0;
}
