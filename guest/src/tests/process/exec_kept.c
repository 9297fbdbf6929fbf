// What a program keeps over exec: ids, group, nice, limits, umask, directory, locks, process death signal.
#include "guest.h"
#include <sys/prctl.h>
#include <sys/resource.h>

static void tell(char **argv)
{
    char text[64];
    struct rlimit limit;
    int value = -1;
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    show_bool("same id", getpid() == atoi(argv[1]));
    show_bool("same group", getpgrp() == atoi(argv[2]));
    show("nice", getpriority(PRIO_PROCESS, 0));
    getrlimit(RLIMIT_CORE, &limit);
    printf("limit %lu\n", (unsigned long)limit.rlim_cur);
    printf("umask %o\n", umask(0));
    printf("cwd %s\n", getcwd(text, sizeof text));
    show("no new privileges", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
    prctl(PR_GET_PDEATHSIG, &value);
    show("parent's death", value);
    prctl(PR_GET_CHILD_SUBREAPER, &value);
    show("subreaper", value);
    show("keep capabilities", prctl(PR_GET_KEEPCAPS));
    show("dumpable", prctl(PR_GET_DUMPABLE));
    prctl(PR_GET_NAME, text);
    printf("name %s\n", text);
    show("close-on-exec", fcntl(atoi(argv[3]), F_GETFD));
    show("plain", fcntl(atoi(argv[4]), F_GETFD));
    pid_t pid = fork();
    if (pid == 0) {
        fcntl(atoi(argv[4]), F_GETLK, &lock);
        printf("record lock %s\n", lock.l_type == F_UNLCK ? "gone" : "kept");
        _exit(0);
    }
    waitpid(pid, NULL, 0);
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        tell(argv);
        return 0;
    }
    char id[16], group[16], closed[16], kept[16];
    setpgid(0, 0);
    setpriority(PRIO_PROCESS, 0, 3);
    setrlimit(RLIMIT_CORE, &(struct rlimit){4096, 8192});
    umask(031);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    prctl(PR_SET_PDEATHSIG, SIGUSR1);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    prctl(PR_SET_KEEPCAPS, 1);
    prctl(PR_SET_DUMPABLE, 0);
    prctl(PR_SET_NAME, "former");
    write_file("file", "text", 0644);
    int fd = open("file", O_RDWR), hidden = open("file", O_RDONLY | O_CLOEXEC);
    fcntl(fd, F_SETLK, &(struct flock){.l_type = F_WRLCK, .l_whence = SEEK_SET});
    chdir("/proc");
    snprintf(id, sizeof id, "%d", getpid());
    snprintf(group, sizeof group, "%d", getpgrp());
    snprintf(closed, sizeof closed, "%d", hidden);
    snprintf(kept, sizeof kept, "%d", fd);
    execl("/proc/self/exe", "it", id, group, closed, kept, NULL);
    die("exec");
}
