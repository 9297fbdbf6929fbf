// The auxiliary vector of a fresh program (getauxval(3)).
#include "guest.h"
#include <elf.h>
#include <sys/auxv.h>

int main(void)
{
    char self[4096];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    self[length] = 0;
    show("page size", (long)getauxval(AT_PAGESZ));
    show("clock ticks", (long)getauxval(AT_CLKTCK));
    show("program header size", (long)getauxval(AT_PHENT));
    show("secure", (long)getauxval(AT_SECURE));
    show_bool("uids", getauxval(AT_UID) == getuid() && getauxval(AT_EUID) == geteuid());
    show_bool("gids", getauxval(AT_GID) == getgid() && getauxval(AT_EGID) == getegid());
    show_bool("entry inside", getauxval(AT_ENTRY) != 0);
    show_bool("interpreter base", getauxval(AT_BASE) != 0);
    Elf64_Phdr *headers = (Elf64_Phdr *)getauxval(AT_PHDR);
    int loads = 0;
    for (unsigned long i = 0; i < getauxval(AT_PHNUM); i++)
        loads += headers[i].p_type == PT_LOAD;
    show("loaded segments", loads);
    printf("platform: %s\n", (char *)getauxval(AT_PLATFORM));
    show_bool("executable name", strcmp((char *)getauxval(AT_EXECFN), self) == 0);
    unsigned char *random = (unsigned char *)getauxval(AT_RANDOM);
    int sum = 0;
    for (int i = 0; i < 16; i++)
        sum |= random[i];
    show_bool("random bytes", sum != 0);
    show_bool("vdso is ELF", memcmp((char *)getauxval(AT_SYSINFO_EHDR), ELFMAG, SELFMAG) == 0);
    return 0;
}
