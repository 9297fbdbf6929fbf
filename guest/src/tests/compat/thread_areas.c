// set_thread_area, get_thread_area and modify_ldt: segments of one's own.
// widths: 32
#include "guest.h"
#include <asm/ldt.h>
#include <setjmp.h>

static int values[4] = {111, 222, 333, 444};
static sigjmp_buf back;

static void trapped(int signal)
{
    siglongjmp(back, signal);
}

static struct user_desc data(int entry, void *base, unsigned limit)
{
    return (struct user_desc){
        .entry_number = (unsigned)entry,
        .base_addr = (unsigned)base,
        .limit = limit,
        .seg_32bit = 1,
        .useable = 1,
    };
}

static long set_area(struct user_desc *d) { return syscall(SYS_set_thread_area, d); }

static int through_fs(unsigned selector)
{
    int signal = sigsetjmp(back, 1);
    if (signal != 0)
        return -signal;
    int value;
    asm volatile("mov %1, %%fs\n\tmov %%fs:0, %0" : "=r"(value) : "r"(selector) : "memory");
    return value;
}

static void load_fs(const char *what, unsigned selector)
{
    int value = through_fs(selector);
    if (value < 0)
        printf("%s: %s\n", what, signal_name(-value));
    else
        printf("%s: %d\n", what, value);
}

int main(void)
{
    handle(SIGSEGV, trapped, SA_NODEFER);
    handle(SIGBUS, trapped, SA_NODEFER);
    struct user_desc d = data(-1, &values[0], 0xfff);
    show("first free", set_area(&d));
    unsigned first = d.entry_number;
    printf("entry %u\n", first);
    load_fs("through it", first * 8 + 3);
    d = data(-1, &values[1], 0xfff);
    show("next free", set_area(&d));
    printf("entry %u\n", d.entry_number);
    load_fs("through it", d.entry_number * 8 + 3);
    struct user_desc more = data(-1, &values[2], 0xfff);
    show("none left", set_area(&more));
    more = data(5, &values[2], 0xfff);
    show("outside", set_area(&more));
    struct user_desc got = {.entry_number = first};
    show("get", syscall(SYS_get_thread_area, &got));
    show_bool("as set", got.base_addr == (unsigned)&values[0] && got.limit == 0xfff && got.seg_32bit && got.useable);
    got.entry_number = 3;
    show("get outside", syscall(SYS_get_thread_area, &got));
    show("bad pointer", syscall(SYS_set_thread_area, 1));
    show("get bad pointer", syscall(SYS_get_thread_area, 1));

    // A child has them too; its own changes stay its own.
    pid_t pid = fork();
    if (pid == 0) {
        load_fs("child", first * 8 + 3);
        struct user_desc other = data((int)first, &values[3], 0xfff);
        set_area(&other);
        load_fs("child's own", first * 8 + 3);
        _exit(0);
    }
    show_end("child", pid);
    load_fs("parent's", first * 8 + 3);

    struct user_desc empty = {.entry_number = first, .read_exec_only = 1, .seg_not_present = 1};
    show("clear", set_area(&empty));
    load_fs("cleared", first * 8 + 3);

    // The local table.
    char table[64];
    show("empty table", syscall(SYS_modify_ldt, 0, table, sizeof table));
    struct user_desc l = data(2, &values[2], 0xfff);
    show("write", syscall(SYS_modify_ldt, 0x11, &l, sizeof l));
    load_fs("local", 2 * 8 + 7);
    show("table", syscall(SYS_modify_ldt, 0, table, sizeof table));
    show_bool("entries 0 and 1 are empty", memcmp(table, (char[16]){0}, 16) == 0);
    unsigned long long raw;
    memcpy(&raw, table + 16, 8);
    printf("limit %llx type %llx flags %llx\n", raw & 0xffff, raw >> 40 & 0xff, raw >> 52 & 0xf);
    load_fs("beyond the table", 9 * 8 + 7);
    show("bad size", syscall(SYS_modify_ldt, 0x11, &l, 3));
    l.entry_number = 8192;
    show("bad entry", syscall(SYS_modify_ldt, 0x11, &l, sizeof l));
    show("bad function", syscall(SYS_modify_ldt, 77, &l, sizeof l));
    pid = fork();
    if (pid == 0) {
        load_fs("child's local", 2 * 8 + 7);
        _exit(0);
    }
    show_end("child", pid);
    return 0;
}
