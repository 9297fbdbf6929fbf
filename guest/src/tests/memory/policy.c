// Memory policies on a machine with one node: set_mempolicy(2), get_mempolicy(2), mbind(2), migrate_pages(2) and
// move_pages(2).
#include "guest.h"
#include <linux/mempolicy.h>

enum { PAGE = 4096 };

static long set_policy(int mode, unsigned long nodes, unsigned long count)
{
    return syscall(SYS_set_mempolicy, mode, count == 0 ? NULL : &nodes, count);
}

static void show_policy(const char *what, void *address, unsigned long flags)
{
    int mode = -7;
    unsigned long nodes[32] = {0};
    long result = syscall(SYS_get_mempolicy, &mode, nodes, 1024, address, flags);
    if (result != 0)
        show(what, result);
    else
        printf("%s: mode %#x nodes %#lx\n", what, mode, nodes[0]);
}

static long bind_range(void *at, unsigned long length, int mode, unsigned long nodes, unsigned long count, unsigned flags)
{
    return syscall(SYS_mbind, at, length, mode, count == 0 ? NULL : &nodes, count, flags);
}

static void of_task(void)
{
    show_policy("at first", NULL, 0);
    show("bind", set_policy(MPOL_BIND, 1, 8));
    show_policy("bound", NULL, 0);
    show("interleave", set_policy(MPOL_INTERLEAVE, 1, 8));
    show_policy("interleaved", NULL, 0);
    show("preferred", set_policy(MPOL_PREFERRED, 1, 8));
    show_policy("preferred", NULL, 0);
    show("preferred, none", set_policy(MPOL_PREFERRED, 0, 0));
    show_policy("preferred, none", NULL, 0);
    show("local", set_policy(MPOL_LOCAL, 0, 0));
    show_policy("local", NULL, 0);
    show("static nodes", set_policy(MPOL_BIND | MPOL_F_STATIC_NODES, 1, 8));
    show_policy("static nodes", NULL, 0);
    show("relative nodes", set_policy(MPOL_BIND | MPOL_F_RELATIVE_NODES, 1, 8));
    show_policy("relative nodes", NULL, 0);
    pid_t pid = fork();
    if (pid == 0) {
        show_policy("the child's", NULL, 0);
        set_policy(MPOL_DEFAULT, 0, 0);
        _exit(0);
    }
    show_end("child", pid);
    show_policy("still", NULL, 0);
    show("default", set_policy(MPOL_DEFAULT, 0, 0));
    show_policy("default", NULL, 0);
    show("default with nodes", set_policy(MPOL_DEFAULT, 1, 8));
    show("bind to none", set_policy(MPOL_BIND, 0, 8));
    show("bind without a mask", set_policy(MPOL_BIND, 0, 0));
    show("interleave over none", set_policy(MPOL_INTERLEAVE, 0, 8));
    show("local with nodes", set_policy(MPOL_LOCAL, 1, 8));
    show("no such node", set_policy(MPOL_BIND, 2, 8));
    show("one of two nodes", set_policy(MPOL_BIND, 3, 8));
    show_policy("one of two nodes", NULL, 0);
    show("both kinds of nodes", set_policy(MPOL_BIND | MPOL_F_STATIC_NODES | MPOL_F_RELATIVE_NODES, 1, 8));
    show("unknown mode", set_policy(77, 1, 8));
    show("negative mode", set_policy(-1, 1, 8));
    show("one bit counted", set_policy(MPOL_BIND, 1, 1));
    show("two bits counted", set_policy(MPOL_BIND, 1, 2));
    show("huge mask", set_policy(MPOL_BIND, 1, 1 << 20));
    show("bad mask", syscall(SYS_set_mempolicy, MPOL_BIND, (void *)8, 8UL));
    set_policy(MPOL_DEFAULT, 0, 0);
}

static void questions(char *area)
{
    int mode;
    unsigned long nodes[32];
    show_policy("allowed", NULL, MPOL_F_MEMS_ALLOWED);
    show("node of an address", syscall(SYS_get_mempolicy, &mode, NULL, 0UL, area, MPOL_F_NODE | MPOL_F_ADDR));
    printf("node %d\n", mode);
    show("node without interleaving", syscall(SYS_get_mempolicy, &mode, NULL, 0UL, NULL, MPOL_F_NODE));
    set_policy(MPOL_INTERLEAVE, 1, 8);
    mode = -1;
    show("next node", syscall(SYS_get_mempolicy, &mode, NULL, 0UL, NULL, MPOL_F_NODE));
    printf("node %d\n", mode);
    set_policy(MPOL_DEFAULT, 0, 0);
    show("small mask", syscall(SYS_get_mempolicy, &mode, nodes, 0UL, NULL, 0));
    show("unknown flag", syscall(SYS_get_mempolicy, &mode, nodes, 1024UL, NULL, 64));
    show("address without its flag", syscall(SYS_get_mempolicy, &mode, nodes, 1024UL, area, 0));
    show("allowed and node", syscall(SYS_get_mempolicy, &mode, nodes, 1024UL, NULL, MPOL_F_MEMS_ALLOWED | MPOL_F_NODE));
    show("unmapped", syscall(SYS_get_mempolicy, &mode, nodes, 1024UL, (void *)PAGE, MPOL_F_ADDR));
    show("bad pointer", syscall(SYS_get_mempolicy, (void *)8, NULL, 0UL, NULL, 0));
    show("nothing asked", syscall(SYS_get_mempolicy, NULL, NULL, 0UL, NULL, 0));
}

static void of_range(char *area)
{
    show("bind", bind_range(area + PAGE, 2 * PAGE, MPOL_BIND, 1, 8, 0));
    show_policy("before it", area, MPOL_F_ADDR);
    show_policy("bound", area + PAGE, MPOL_F_ADDR);
    show_policy("bound, end", area + 3 * PAGE - 1, MPOL_F_ADDR);
    show_policy("behind it", area + 3 * PAGE, MPOL_F_ADDR);
    set_policy(MPOL_INTERLEAVE, 1, 8);
    show_policy("the task's before it", area, MPOL_F_ADDR);
    set_policy(MPOL_DEFAULT, 0, 0);
    pid_t pid = fork();
    if (pid == 0) {
        show_policy("the child's", area + PAGE, MPOL_F_ADDR);
        _exit(0);
    }
    show_end("child", pid);
    show("default again", bind_range(area, 4 * PAGE, MPOL_DEFAULT, 0, 0, 0));
    show_policy("default", area + PAGE, MPOL_F_ADDR);
    show("move", bind_range(area, 4 * PAGE, MPOL_BIND, 1, 8, MPOL_MF_MOVE));
    show("strict", bind_range(area, 4 * PAGE, MPOL_BIND, 1, 8, MPOL_MF_STRICT));
    show("unknown flag", bind_range(area, 4 * PAGE, MPOL_BIND, 1, 8, 64));
    show("unaligned", bind_range(area + 1, 4 * PAGE, MPOL_BIND, 1, 8, 0));
    show("no length", bind_range(area, 0, MPOL_BIND, 1, 8, 0));
    show("backwards", bind_range(area, -(unsigned long)PAGE, MPOL_BIND, 1, 8, 0));
    show("unknown mode", bind_range(area, PAGE, 99, 1, 8, 0));
    show("no such node", bind_range(area, PAGE, MPOL_BIND, 4, 8, 0));
    munmap(area + 2 * PAGE, PAGE);
    show("over a hole", bind_range(area, 4 * PAGE, MPOL_INTERLEAVE, 1, 8, 0));
    show("over a hole, default", bind_range(area, 4 * PAGE, MPOL_DEFAULT, 0, 0, 0));
    show("unmapped", bind_range(area + 2 * PAGE, PAGE, MPOL_BIND, 1, 8, 0));
}

static void moving(void)
{
    char *area = mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    area[0] = area[PAGE] = 1;
    void *pages[4] = {area, area + PAGE + 5, area + 2 * PAGE, (void *)PAGE};
    int status[4] = {77, 77, 77, 77}, nodes[4] = {0, 0, 0, 0};
    show("where", syscall(SYS_move_pages, 0, 4UL, pages, NULL, status, 0));
    printf("%d %d %d %d\n", status[0], status[1], status[2], status[3]);
    show("to node 0", syscall(SYS_move_pages, 0, 2UL, pages, nodes, status, MPOL_MF_MOVE));
    printf("%d %d\n", status[0], status[1]);
    nodes[1] = 5;
    show("to no node", syscall(SYS_move_pages, 0, 2UL, pages, nodes, status, MPOL_MF_MOVE));
    show("unknown flag", syscall(SYS_move_pages, 0, 2UL, pages, NULL, status, 64));
    show("nobody", syscall(SYS_move_pages, 4194303, 2UL, pages, NULL, status, 0));
    show("bad pages", syscall(SYS_move_pages, 0, 2UL, (void *)8, NULL, status, 0));
    show("bad status", syscall(SYS_move_pages, 0, 2UL, pages, NULL, (void *)8, 0));
    show("none", syscall(SYS_move_pages, 0, 0UL, NULL, NULL, NULL, 0));
    unsigned long from = 1, to = 1, none = 2;
    show("migrate", syscall(SYS_migrate_pages, 0, 8UL, &from, &to));
    show("migrate to no node", syscall(SYS_migrate_pages, 0, 8UL, &from, &none));
    show("migrate nobody", syscall(SYS_migrate_pages, 4194303, 8UL, &from, &to));
    show("migrate, bad mask", syscall(SYS_migrate_pages, 0, 8UL, (void *)8, &to));
    pid_t pid = fork();
    if (pid == 0) {
        setuid(1000);
        show("another's pages", syscall(SYS_move_pages, getppid(), 1UL, pages, NULL, status, 0));
        show("all of them", syscall(SYS_move_pages, 0, 1UL, pages, NULL, status, MPOL_MF_MOVE_ALL));
        show("another's node", syscall(SYS_migrate_pages, getppid(), 8UL, &from, &to));
        show("bind all", bind_range(area, PAGE, MPOL_BIND, 1, 8, MPOL_MF_MOVE_ALL));
        _exit(0);
    }
    show_end("child", pid);
}

int main(void)
{
    char *area = mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memset(area, 1, 4 * PAGE);
    of_task();
    questions(area);
    of_range(area);
    moving();
    return 0;
}
