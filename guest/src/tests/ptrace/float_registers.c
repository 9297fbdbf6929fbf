// A tracer reads and writes x87 and SSE registers; a reserved bit of MXCSR is refused.
// widths: 64
#include "tracing.h"

static void body(void)
{
    double low = 0, top = 0;
    double one = 1.5;
    asm volatile("fninit; fld1; movsd %2, %%xmm3; int3; movsd %%xmm3, %0; fstpl %1"
                 : "=m"(low), "=m"(top)
                 : "m"(one)
                 : "xmm3");
    printf("xmm3 %g top %g\n", low, top);
    _exit(0);
}

int main(void)
{
    struct user_fpregs_struct floats;
    pid_t pid = traced(body, 0);
    proceed(pid, PTRACE_CONT, 0);
    show_stop("stop", pid);
    show("get", ptrace(PTRACE_GETFPREGS, pid, 0, &floats));
    double value;
    memcpy(&value, (char *)floats.xmm_space + 3 * 16, sizeof value);
    printf("xmm3 %g, control %#x, tags %#x, mxcsr %#x\n", value, floats.cwd, floats.ftw, floats.mxcsr);
    value = 99.25;
    memcpy((char *)floats.xmm_space + 3 * 16, &value, sizeof value);
    long double ten = 10;
    memcpy(floats.st_space, &ten, 10);
    show("set", ptrace(PTRACE_SETFPREGS, pid, 0, &floats));
    floats.mxcsr = 0xffffffff;
    show("bad mxcsr", ptrace(PTRACE_SETFPREGS, pid, 0, &floats));
    proceed(pid, PTRACE_CONT, 0);
    show_stop("end", pid);
    return 0;
}
