# strace and gdb on small programs.
cat > p.c <<'END'
#include <stdio.h>
#include <unistd.h>
int square(int x) { return x * x; }
int main(void) { int total = 0; for (int i = 1; i <= 3; i++) total += square(i); printf("%d\n", total); write(1, "raw\n", 4); return total; }
END
gcc -g -O0 -o p p.c
strace -f -o trace -e trace=write ./p; cat trace | sed 's/^[0-9]* *//'
strace -c -o counts ./p > /dev/null; grep -c 'write' counts
strace -f -o tree sh -c '(exit 3); true | cat'; grep -c 'exited with' tree
gdb -q -batch -ex 'break square' -ex run -ex 'print x' -ex bt -ex continue -ex 'print x * 2' -ex 'info registers rip' -ex 'set var x = 10' -ex finish -ex 'delete' -ex continue ./p 2>&1 | grep -v 'debuginfod\|libthread_db\|process [0-9]' | sed 's/0x[0-9a-f]*/ADDRESS/g; s/  */ /g'
echo 'int main(void) { *(int *)0 = 1; }' > crash.c; gcc -g -o crash crash.c; gdb -q -batch -ex run -ex bt ./crash 2>&1 | grep -E 'SIGSEGV|main'| sed 's/0x[0-9a-f]*/ADDRESS/g'
strace ./crash 2>&1 | grep -E 'SIGSEGV' | sed 's/si_addr=[^}]*/si_addr/'
ltrace -h > /dev/null 2>&1; objdump -d p | grep -c call; readelf -h p | grep -E 'Type|Machine'; nm p | grep -c ' T '; ldd p | grep -o 'libc.so.6 '; strip p && ./p | head -1; addr2line -e crash -f main 2> /dev/null | head -1
