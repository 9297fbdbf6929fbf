// Damaged and unfitting ELF files.
#include "guest.h"
#include <elf.h>

#ifdef __x86_64__
typedef Elf64_Ehdr header_t;
typedef Elf64_Phdr segment_t;
#define CLASS ELFCLASS64
#define MACHINE EM_X86_64
#else
typedef Elf32_Ehdr header_t;
typedef Elf32_Phdr segment_t;
#define CLASS ELFCLASS32
#define MACHINE EM_386
#endif

static struct {
    header_t header;
    segment_t segments[2];
    char text[256];
} file;

static void reset(void)
{
    memset(&file, 0, sizeof file);
    memcpy(file.header.e_ident, ELFMAG, 4);
    file.header.e_ident[EI_CLASS] = CLASS;
    file.header.e_ident[EI_DATA] = ELFDATA2LSB;
    file.header.e_ident[EI_VERSION] = 1;
    file.header.e_type = ET_EXEC;
    file.header.e_machine = MACHINE;
    file.header.e_version = 1;
    file.header.e_entry = 0x10000000 + offsetof(__typeof__(file), text);
    file.header.e_phoff = sizeof(header_t);
    file.header.e_ehsize = sizeof(header_t);
    file.header.e_phentsize = sizeof(segment_t);
    file.header.e_phnum = 1;
    file.segments[0] = (segment_t){.p_type = PT_LOAD, .p_flags = PF_R | PF_X, .p_vaddr = 0x10000000,
                                   .p_filesz = sizeof file, .p_memsz = sizeof file, .p_align = 4096};
#ifdef __x86_64__
    static const char leave[] = "\xbf\x07\x00\x00\x00\xb8\x3c\x00\x00\x00\x0f\x05";
#else
    static const char leave[] = "\xbb\x07\x00\x00\x00\xb8\x01\x00\x00\x00\xcd\x80";
#endif
    memcpy(file.text, leave, sizeof leave);
}

static void try(const char *what)
{
    int fd = open("it", O_WRONLY | O_CREAT | O_TRUNC, 0755);
    write(fd, &file, sizeof file);
    close(fd);
    pid_t pid = fork();
    if (pid == 0) {
        char *arguments[] = {"it", NULL};
        execve("./it", arguments, NULL);
        printf("%s: %s\n", what, error_name(errno));
        _exit(1);
    }
    int status;
    waitpid(pid, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 1)
        show_status(what, status);
    reset();
}

int main(void)
{
    reset();
    try("as it should be");
    file.header.e_ident[0] = 0;
    try("no magic");
    file.header.e_type = ET_REL;
    try("relocatable");
    file.header.e_type = ET_CORE;
    try("core");
    file.header.e_machine = EM_SPARC;
    try("another machine");
    file.header.e_phentsize = 1;
    try("size of segments' headers");
    file.header.e_phnum = 0;
    try("no segments");
    file.header.e_phnum = 65535;
    try("too many segments");
    file.header.e_phoff = 0x7000000;
    try("segments beyond the end");
    file.header.e_ident[EI_DATA] = 7;
    file.header.e_ident[EI_VERSION] = 7;
    file.header.e_version = 9;
    try("what nobody looks at");
    file.header.e_phnum = 2;
    file.segments[1] = (segment_t){.p_type = PT_INTERP, .p_offset = offsetof(__typeof__(file), text) + 64, .p_filesz = 9};
    memcpy(file.text + 64, "/nothing", 9);
    try("interpreter missing");
    file.header.e_phnum = 2;
    file.segments[1] = (segment_t){.p_type = PT_INTERP, .p_offset = offsetof(__typeof__(file), text) + 64, .p_filesz = 8};
    memcpy(file.text + 64, "/nothing", 9);
    try("interpreter's name not ended");
    file.header.e_phnum = 2;
    file.segments[1] = (segment_t){.p_type = PT_INTERP, .p_offset = offsetof(__typeof__(file), text) + 64, .p_filesz = 1};
    try("interpreter's name too short");
    file.header.e_phnum = 2;
    file.segments[1] = (segment_t){.p_type = PT_INTERP, .p_offset = offsetof(__typeof__(file), text) + 64, .p_filesz = 5000};
    try("interpreter's name too long");
    file.header.e_phnum = 2;
    file.segments[1] = (segment_t){.p_type = PT_INTERP, .p_offset = offsetof(__typeof__(file), text) + 64, .p_filesz = 12};
    memcpy(file.text + 64, "/etc/passwd", 12);
    try("interpreter without rights");
    file.segments[0].p_vaddr += 8;
    try("address and offset do not fit");
    file.header.e_entry = 0x20000000;
    try("entry outside");
    file.segments[0].p_flags = PF_R;
    try("not executable");
    file.segments[0].p_filesz = file.segments[0].p_memsz + 1;
    try("larger in the file");
    return 0;
}
