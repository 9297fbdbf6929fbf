// A 64-bit tracer of a 32-bit program: both views of its registers, and its kind of system call.
// widths: 64
#include "guest.h"
#include <elf.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>

static const unsigned char code[] = {
    0xbe, 0x11, 0x11, 0x11, 0x11, // mov esi, 0x11111111
    0xb8, 20, 0, 0, 0,            // mov eax, 20
    0xcd, 0x80,                   // int 0x80
    0xbb, 7, 0, 0, 0,             // mov ebx, 7
    0xb8, 1, 0, 0, 0,             // mov eax, 1
    0xcd, 0x80,                   // int 0x80
};

static void write_program(void)
{
    struct {
        Elf32_Ehdr header;
        Elf32_Phdr segment;
        unsigned char code[sizeof code];
    } file = {
        .header = {.e_ident = {0x7f, 'E', 'L', 'F', 1, 1, 1},
                   .e_type = ET_EXEC,
                   .e_machine = EM_386,
                   .e_version = 1,
                   .e_entry = 0x8048000 + sizeof(Elf32_Ehdr) + sizeof(Elf32_Phdr),
                   .e_phoff = sizeof(Elf32_Ehdr),
                   .e_ehsize = sizeof(Elf32_Ehdr),
                   .e_phentsize = sizeof(Elf32_Phdr),
                   .e_phnum = 1},
        .segment = {.p_type = PT_LOAD,
                    .p_vaddr = 0x8048000,
                    .p_filesz = sizeof file,
                    .p_memsz = sizeof file,
                    .p_flags = PF_R | PF_X,
                    .p_align = 4096},
    };
    memcpy(file.code, code, sizeof code);
    int fd = open("program", O_WRONLY | O_CREAT, 0755);
    write(fd, &file, sizeof file);
    close(fd);
}

static void show_registers(pid_t pid)
{
    struct user_regs_struct r;
    ptrace(PTRACE_GETREGS, pid, NULL, &r);
    printf("orig_rax %lld rax %lld rsi %llx cs %llx ss %llx ds %llx es %llx fs %llx gs %llx\n", (long long)r.orig_rax,
           (long long)r.rax == pid ? 1 : (long long)r.rax, r.rsi, r.cs, r.ss, r.ds, r.es, r.fs, r.gs);
    unsigned narrow[40] = {0};
    struct iovec vector = {narrow, sizeof narrow};
    show("GETREGSET", ptrace(PTRACE_GETREGSET, pid, 1, &vector));
    printf("%zu bytes: esi %x, orig_eax %d, cs %x\n", vector.iov_len, narrow[3], (int)narrow[11], narrow[13]);
    struct {
        unsigned char op, pad[3];
        unsigned arch;
        unsigned long long ip, sp, nr;
    } info;
    ptrace(0x420e, pid, sizeof info, &info);
    printf("op %d arch %x\n", info.op, info.arch);
}

int main(void)
{
    write_program();
    pid_t pid = fork();
    if (pid == 0) {
        ptrace(PTRACE_TRACEME, 0, NULL, NULL);
        execl("program", "program", NULL);
        die("exec");
    }
    int status;
    waitpid(pid, &status, 0);
    show_status("exec", status);
    ptrace(PTRACE_SETOPTIONS, pid, NULL, PTRACE_O_TRACESYSGOOD);
    show_registers(pid);
    ptrace(PTRACE_SYSCALL, pid, NULL, NULL);
    waitpid(pid, &status, 0);
    show_registers(pid);
    ptrace(PTRACE_SYSCALL, pid, NULL, NULL);
    waitpid(pid, &status, 0);
    show_registers(pid);
    ptrace(PTRACE_CONT, pid, NULL, NULL);
    show_end("program", pid);
    return 0;
}
