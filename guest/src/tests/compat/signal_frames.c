// The two signal frames of i386: what stands where, and the way back through either.
// widths: 32
#include "guest.h"
#include <sys/auxv.h>
#include <ucontext.h>

struct kernel_action {
    void *handler;
    unsigned long flags;
    void *restorer;
    uint64_t mask;
} __attribute__((packed));

struct context {
    uint16_t gs, pad0, fs, pad1, es, pad2, ds, pad3;
    uint32_t di, si, bp, sp, bx, dx, cx, ax, trap, error, ip;
    uint16_t cs, pad4;
    uint32_t flags, sp_at_signal;
    uint16_t ss, pad5;
    uint32_t fpstate, oldmask, cr2;
};

uint32_t regs[8];

static void selectors(const struct context *c)
{
    uint16_t gs, cs, ss, ds;
    asm("mov %%gs, %0" : "=r"(gs));
    asm("mov %%cs, %0" : "=r"(cs));
    asm("mov %%ss, %0" : "=r"(ss));
    asm("mov %%ds, %0" : "=r"(ds));
    printf("cs %#x ss %#x ds %#x es %#x fs %#x\n", c->cs, c->ss, c->ds, c->es, c->fs);
    show_bool("selectors as they are", c->gs == gs && c->cs == cs && c->ss == ss && c->ds == ds);
    show_bool("sp twice", c->sp == c->sp_at_signal);
}

// A handler without SA_SIGINFO: number, then struct sigcontext itself.
static void classic(int number, struct context c)
{
    uint32_t *frame = (uint32_t *)__builtin_frame_address(0) + 1;
    printf("classic: signal %d, trap %u, error %u, oldmask %#x\n", number, c.trap, c.error, c.oldmask);
    selectors(&c);
    show_bool("aligned", ((uintptr_t)frame + 4) % 16 == 0);
    show_bool("the number again in the frame", frame[1] == (uint32_t)number);
    show_bool("state behind it", c.fpstate > (uintptr_t)frame && (c.fpstate & 3) == 0);
    const uint8_t *fp = (void *)c.fpstate;
    printf("control word %#x, magic %#x\n", *(uint16_t *)fp, *(uint16_t *)(fp + 110));
    printf("di %x si %x bx %x dx %x cx %x ax %x\n", c.di, c.si, c.bx, c.dx, c.cx, c.ax);
    const uint8_t *code = *(uint8_t **)frame;
    show_bool("returns to sigreturn", code[0] == 0x58 && code[1] == 0xb8 && code[2] == 0x77);
}

static void realtime(int number, siginfo_t *info, void *where)
{
    ucontext_t *u = where;
    const struct context *c = (void *)&u->uc_mcontext;
    uint32_t *frame = (uint32_t *)__builtin_frame_address(0) + 1;
    printf("realtime: signal %d, code %d\n", number, info->si_code);
    selectors(c);
    show_bool("aligned", ((uintptr_t)frame + 4) % 16 == 0);
    show_bool("pointers", frame[2] == (uint32_t)info && frame[3] == (uint32_t)u);
    printf("info at %ld, context at %ld\n", (long)info - (long)frame, (long)u - (long)frame);
    printf("di %x si %x bx %x dx %x cx %x ax %x\n", c->di, c->si, c->bx, c->dx, c->cx, c->ax);
    const uint8_t *code = *(uint8_t **)frame;
    show_bool("returns to rt_sigreturn", code[0] == 0xb8 && code[1] == 0xad);
    const uint8_t *fp = (void *)c->fpstate;
    show_bool("both forms of state", *(uint16_t *)(fp + 110) == 0 && *(uint16_t *)(fp + 112) == *(uint16_t *)fp);
}

static void raise_with_registers(void)
{
    asm volatile("push %%ebp\n\tpush %%ebx\n\t"
                 "mov $0x11111111, %%edi\n\tmov $0x22222222, %%esi\n\t"
                 "mov %[pid], %%ebx\n\tmov $10, %%ecx\n\tmov $0x55555555, %%edx\n\t"
                 "mov $37, %%eax\n\tint $0x80\n\t"
                 "mov %%edi, regs\n\tmov %%esi, regs+4\n\tmov %%ecx, regs+8\n\tmov %%edx, regs+12\n\tmov %%eax, regs+16\n\t"
                 "pop %%ebx\n\tpop %%ebp"
                 :
                 : [pid] "a"(getpid())
                 : "ecx", "edx", "esi", "edi", "memory");
    printf("after: di %x si %x cx %x dx %x ax %x\n", regs[0], regs[1], regs[2], regs[3], regs[4]);
}

static void install(void *handler, unsigned long flags)
{
    struct kernel_action action = {handler, flags, NULL, 0};
    show("rt_sigaction", syscall(SYS_rt_sigaction, SIGUSR1, &action, NULL, 8));
}

int main(void)
{
    // bx holds the process id: the same every time only by chance, so namespaces hide it.
    if (unshare(CLONE_NEWPID) != 0)
        die("unshare");
    pid_t pid = fork();
    if (pid == 0) {
        handle(SIGUSR1, SIG_IGN, 0);
        install(classic, 0);
        raise_with_registers();
        install(realtime, SA_SIGINFO);
        raise_with_registers();
        return 0;
    }
    show_end("child", pid);
    return 0;
}
