/*
 * Runs short instruction sequences on this machine's processor and reports the state they leave.
 *
 *     isa_harness FILE
 *
 * Reads 8-byte case counts from stdin; after each batch writes the number of cases run to stdout.
 * It uses no C library, so that a guest may load any fs and gs base, and is linked position
 * independent, so that the guest's low addresses stay free. Every sequence ends in a trap; the handler
 * copies the state out of the signal frame and leaves by restoring the caller's stack, without
 * sigreturn(2).
 */
#include "isa_harness.h"

#include <asm/prctl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <asm/siginfo.h>
#include <asm/signal.h>
#include <asm/sigcontext.h>
#include <asm/ucontext.h>
#include <asm/unistd.h>
#include <stddef.h>

#define SIGSYS_NUMBER 31
#define PROT_RW 3
#define PROT_R 1
#define PROT_RX 5
#define MAP_SHARED_FIXED 0x11
#define MAP_SHARED_ANY 1
#define MAP_PRIVATE_FIXED_ANON 0x32
#define TICK_MICROSECONDS 4000

/* The kernel's frame for a 64-bit signal handler; asm/ucontext.h gives its parts. */
struct host_itimer {
    long interval_s, interval_us, value_s, value_us;
};

extern void signal_entry(void);
extern void signal_restorer(void);
extern void enter_guest(struct isa_case *c) __attribute__((returns_twice));
extern void leave_guest(void) __attribute__((noreturn));
extern char __executable_start[], etext[];

static uint8_t alternate_stack[64 << 10] __attribute__((aligned(64)));
static uint8_t *code_alias;
static uint8_t *file;
static volatile int in_guest;
static volatile uint64_t case_number;
static uint64_t number_at_last_tick;
static struct isa_result *current;

static const uint64_t writable_base[WRITABLE_PAGES] = {
    DATA_BASE, DATA_BASE + GUEST_PAGE, STACK_BASE, MIXED_BASE};

static long sys(long n, long a, long b, long c, long d, long e, long f)
{
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;
    long result;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}

static void die(const char *why)
{
    size_t n = 0;
    while (why[n])
        n++;
    sys(__NR_write, 2, (long)why, n, 0, 0, 0);
    sys(__NR_write, 2, (long)"\n", 1, 0, 0, 0);
    sys(__NR_exit_group, 99, 0, 0, 0, 0, 0);
    __builtin_unreachable();
}

void *memcpy(void *to, const void *from, size_t n)
{
    void *result = to;
    __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(n) : : "memory");
    return result;
}

void *memset(void *to, int value, size_t n)
{
    void *result = to;
    __asm__ volatile("rep stosb" : "+D"(to), "+c"(n) : "a"(value) : "memory");
    return result;
}

/* Words 8 to 15 of the kernel's sigcontext are r8..r15 first, so the encoding order needs a map. */
static void copy_registers(struct isa_result *r, const struct sigcontext *s)
{
    const uint64_t in_order[16] = {s->rax, s->rcx, s->rdx, s->rbx, s->rsp, s->rbp, s->rsi, s->rdi,
                                   s->r8,  s->r9,  s->r10, s->r11, s->r12, s->r13, s->r14, s->r15};
    for (int i = 0; i < 16; i++)
        r->gpr[i] = in_order[i];
    r->rip = s->rip;
    r->rflags = s->eflags;
    r->trap = (uint32_t)s->trapno;
    r->error_code = (uint32_t)s->err;
    r->cr2 = s->cr2;
    r->code_segment = s->cs;
    memcpy(r->fx, (const void *)s->fpstate, sizeof r->fx);
}

static int in_harness(uint64_t rip)
{
    return rip >= (uint64_t)__executable_start && rip < (uint64_t)etext;
}

/* Called by signal_entry on the alternate stack. Returning resumes the interrupted code. */
__attribute__((used)) void on_signal(int signal, siginfo_t *info, struct ucontext *context)
{
    const struct sigcontext *s = &context->uc_mcontext;
    (void)info;
    if (signal == SIGVTALRM) {
        int stuck = in_guest && !in_harness(s->rip) && number_at_last_tick == case_number;
        number_at_last_tick = case_number;
        if (!stuck)
            return;
    }
    if (!in_guest || in_harness(s->rip))
        die("isa_harness: a fault outside the guest");
    in_guest = 0;
    current->signal = signal;
    copy_registers(current, s);
    __asm__ volatile("rdfsbase %0" : "=r"(current->fs_base));
    __asm__ volatile("rdgsbase %0" : "=r"(current->gs_base));
    leave_guest();
}

__asm__(".globl signal_entry\n"
        "signal_entry:\n" /* without AC, NT, DF and TF, but with ID, which sigreturn leaves alone */
        "  pushfq\n"
        "  andq $~0x44500, (%rsp)\n"
        "  popfq\n"
        "  sub $8, %rsp\n"
        "  and $-16, %rsp\n"
        "  mov %rdx, %rbx\n"
        "  lea -8(%rdx), %r12\n"
        "  call on_signal\n"
        "  mov %r12, %rsp\n"
        "  ret\n"
        ".globl signal_restorer\n"
        "signal_restorer:\n"
        "  mov $15, %eax\n"
        "  syscall\n");

/* Offsets are those of struct isa_case; checked below. */
_Static_assert(offsetof(struct isa_case, rip) == 8, "rip");
_Static_assert(offsetof(struct isa_case, fs_base) == 24, "fs_base");
_Static_assert(offsetof(struct isa_case, gpr) == 64, "gpr");
_Static_assert(offsetof(struct isa_case, fx) == 192, "fx");
_Static_assert(offsetof(struct isa_case, code) == 704, "code");
_Static_assert(offsetof(struct isa_result, gpr) == 64, "result gpr");
_Static_assert(offsetof(struct isa_result, fx) == 192, "result fx");

__asm__(".local host_stack\n"
        ".comm host_stack, 8, 8\n"
        ".globl enter_guest\n"
        "enter_guest:\n"
        "  push %rbx\n  push %rbp\n  push %r12\n  push %r13\n  push %r14\n  push %r15\n"
        "  mov %rsp, host_stack(%rip)\n"
        "  mov 24(%rdi), %rax\n  wrfsbase %rax\n"
        "  mov 32(%rdi), %rax\n  wrgsbase %rax\n"
        "  fxrstor64 192(%rdi)\n"
        "  mov $0x33, %eax\n"
        "  xor %ecx, %ecx\n"
        "  testl $1, 4(%rdi)\n"
        "  jz 1f\n"
        "  mov $0x23, %eax\n"
        "  mov $0x2b, %ecx\n"
        "1: mov %ecx, %ds\n"
        "  mov %ecx, %es\n"
        "  pushq $0x2b\n"
        "  pushq 96(%rdi)\n" /* gpr[4] */
        "  pushq 16(%rdi)\n"
        "  pushq %rax\n"
        "  pushq 8(%rdi)\n"
        "  mov 64(%rdi), %rax\n  mov 72(%rdi), %rcx\n  mov 80(%rdi), %rdx\n"
        "  mov 88(%rdi), %rbx\n  mov 104(%rdi), %rbp\n  mov 112(%rdi), %rsi\n"
        "  mov 128(%rdi), %r8\n  mov 136(%rdi), %r9\n  mov 144(%rdi), %r10\n"
        "  mov 152(%rdi), %r11\n  mov 160(%rdi), %r12\n  mov 168(%rdi), %r13\n"
        "  mov 176(%rdi), %r14\n  mov 184(%rdi), %r15\n  mov 120(%rdi), %rdi\n"
        "  iretq\n"
        ".globl leave_guest\n"
        "leave_guest:\n"
        "  mov host_stack(%rip), %rsp\n"
        "  fninit\n"
        "  pop %r15\n  pop %r14\n  pop %r13\n  pop %r12\n  pop %rbp\n  pop %rbx\n"
        "  ret\n");

static void catch_signal(int signal)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = (__sighandler_t)signal_entry;
    action.sa_flags = SA_ONSTACK | SA_SIGINFO | SA_NODEFER | 0x04000000;
    action.sa_restorer = signal_restorer;
    if (sys(__NR_rt_sigaction, signal, (long)&action, 0, 8, 0, 0))
        die("isa_harness: rt_sigaction");
}

static void catch_signals(void)
{
    const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGSYS_NUMBER, SIGVTALRM};
    stack_t stack = {alternate_stack, 0, sizeof alternate_stack};
    if (sys(__NR_sigaltstack, (long)&stack, 0, 0, 0, 0, 0))
        die("isa_harness: sigaltstack");
    for (unsigned i = 0; i < sizeof signals / sizeof *signals; i++)
        catch_signal(signals[i]);
}

/* A system call from a guest address, or of the i386 kind, becomes SIGSYS. */
static void confine(void)
{
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 0, 8),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, instruction_pointer) + 4),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 6, 0),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_read, 3, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_write, 2, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_rt_sigreturn, 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_exit_group, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
    };
    struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    if (sys(__NR_prctl, 38 /* PR_SET_NO_NEW_PRIVS */, 1, 0, 0, 0, 0)
        || sys(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, (long)&program, 0, 0, 0))
        die("isa_harness: seccomp");
}

static void *map(uint64_t at, size_t bytes, long protection, long flags, long fd)
{
    long result = sys(__NR_mmap, (long)at, (long)bytes, protection, flags, fd, 0);
    if (result < 0 && result > -4096)
        die("isa_harness: mmap");
    return (void *)result;
}

static void map_guest(void)
{
    long fd = sys(__NR_memfd_create, (long)"code", 0, 0, 0, 0, 0);
    if (fd < 0 || sys(__NR_ftruncate, fd, CODE_BYTES, 0, 0, 0, 0))
        die("isa_harness: memfd_create");
    code_alias = map(0, CODE_BYTES, PROT_RW, MAP_SHARED_ANY, fd);
    memset(code_alias, 0xcc, CODE_BYTES);
    map(CODE_BASE, CODE_BYTES, PROT_RX, MAP_SHARED_FIXED, fd);
    map(DATA_BASE, DATA_BYTES, PROT_RW, MAP_PRIVATE_FIXED_ANON, -1);
    map(READ_ONLY_BASE, READ_ONLY_BYTES, PROT_RW, MAP_PRIVATE_FIXED_ANON, -1);
    map(MIXED_BASE, 2 * MIXED_BYTES, PROT_RW, MAP_PRIVATE_FIXED_ANON, -1);
    map(STACK_BASE, STACK_BYTES, PROT_RW, MAP_PRIVATE_FIXED_ANON, -1);
}

static void load_template(void)
{
    for (int i = 0; i < WRITABLE_PAGES; i++)
        memcpy((void *)writable_base[i], file + i * GUEST_PAGE, GUEST_PAGE);
    memcpy((void *)(MIXED_BASE + GUEST_PAGE), file + 4 * GUEST_PAGE, GUEST_PAGE);
    memcpy((void *)READ_ONLY_BASE, file + 5 * GUEST_PAGE, GUEST_PAGE);
    if (sys(__NR_mprotect, MIXED_BASE + GUEST_PAGE, GUEST_PAGE, PROT_R, 0, 0, 0)
        || sys(__NR_mprotect, READ_ONLY_BASE, READ_ONLY_BYTES, PROT_R, 0, 0, 0))
        die("isa_harness: mprotect");
}

/* Eight words at a time: the common case is that nothing in them changed. */
static uint32_t collect_page(uint64_t *page, const uint64_t *was, struct patch *out)
{
    uint32_t count = 0;
    for (size_t i = 0; i < GUEST_PAGE / 8; i += 8) {
        uint64_t changed = 0;
        for (size_t j = i; j < i + 8; j++)
            changed |= page[j] ^ was[j];
        if (!changed)
            continue;
        for (size_t j = i; j < i + 8; j++) {
            if (page[j] == was[j])
                continue;
            out[count].address = (uint64_t)&page[j];
            out[count++].value = page[j];
            page[j] = was[j];
        }
    }
    return count;
}

static uint32_t collect_memory(struct patch *out)
{
    uint32_t count = 0;
    for (int i = 0; i < WRITABLE_PAGES; i++)
        count += collect_page((uint64_t *)writable_base[i],
                              (const uint64_t *)(file + i * GUEST_PAGE), out + count);
    return count;
}

static void run_case(struct isa_case *c, struct isa_result *r)
{
    const struct patch *patches = (const struct patch *)((uint8_t *)c + c->patch_offset);
    for (uint32_t i = 0; i < c->patch_count; i++)
        *(uint64_t *)patches[i].address = patches[i].value;
    memcpy(code_alias + c->code_offset, c->code, c->code_length);
    current = r;
    case_number++;
    in_guest = 1;
    enter_guest(c);
    memset(code_alias + c->code_offset, 0xcc, c->code_length);
    r->diff_count = collect_memory(r->diffs);
    r->size = (uint32_t)((sizeof *r + r->diff_count * sizeof(struct patch) + 63) & ~63UL);
}

static uint64_t run_batch(uint64_t count)
{
    uint8_t *in = file + TEMPLATE_BYTES;
    uint8_t *out = file + RESULTS_OFFSET;
    for (uint64_t i = 0; i < count; i++) {
        if (out + RESULT_MAX_BYTES + sizeof(struct isa_result) > file + FILE_BYTES)
            return i;
        struct isa_case *c = (struct isa_case *)in;
        struct isa_result *r = (struct isa_result *)out;
        run_case(c, r);
        in += c->size;
        out += r->size;
    }
    return count;
}

__attribute__((used)) void start(long *stack)
{
    struct host_itimer timer = {0, TICK_MICROSECONDS, 0, TICK_MICROSECONDS};
    uint64_t count;
    if (stack[0] != 2)
        die("usage: isa_harness FILE");
    long fd = sys(__NR_open, stack[2], 2, 0, 0, 0, 0);
    if (fd < 0)
        die("isa_harness: cannot open the file");
    file = map(0, FILE_BYTES, PROT_RW, MAP_SHARED_ANY, fd);
    map_guest();
    load_template();
    catch_signals();
    sys(__NR_setitimer, 1 /* ITIMER_VIRTUAL */, (long)&timer, 0, 0, 0, 0);
    confine();
    while (sys(__NR_read, 0, (long)&count, sizeof count, 0, 0, 0) == sizeof count) {
        count = run_batch(count);
        sys(__NR_write, 1, (long)&count, sizeof count, 0, 0, 0);
    }
    sys(__NR_exit_group, 0, 0, 0, 0, 0, 0);
}

__asm__(".globl _start\n"
        "_start:\n"
        "  xor %ebp, %ebp\n"
        "  mov %rsp, %rdi\n"
        "  and $-16, %rsp\n"
        "  call start\n"
        "  hlt\n");
