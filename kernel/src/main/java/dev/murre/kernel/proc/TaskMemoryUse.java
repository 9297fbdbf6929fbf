package dev.murre.kernel.proc;

import dev.murre.abi.MmapFlags;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.mm.Vma;

/// Resident and mapped bytes of an address space by kind.
///
/// @param anonymousBytes resident, of mappings without a file
/// @param fileBytes resident, of private file mappings
/// @param sharedBytes resident, of shared mappings
/// @param stackBytes mapped, growing down
/// @param libraryBytes mapped, executable, outside the program's own code
record TaskMemoryUse(
        long anonymousBytes, long fileBytes, long sharedBytes, long stackBytes, long libraryBytes) {
    static TaskMemoryUse of(Mm mm) {
        long anonymous = 0;
        long file = 0;
        long shared = 0;
        long stack = 0;
        long executable = 0;
        for (Vma vma : mm.vmas()) {
            long resident = mm.residentPages(vma) << 12;
            if (vma.isShared()) {
                shared += resident;
            } else if (vma.file() != null && (vma.prot() & MmapFlags.PROT_WRITE) == 0) {
                file += resident;
            } else {
                anonymous += resident;
            }
            if (vma.growsDown()) {
                stack += vma.length();
            }
            if ((vma.prot() & MmapFlags.PROT_EXEC) != 0) {
                executable += vma.length();
            }
        }
        long own = mm.codeEnd() - mm.codeStart() + 4095 & -4096;
        return new TaskMemoryUse(anonymous, file, shared, stack, Math.max(0, executable - own));
    }
}
