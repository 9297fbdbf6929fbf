package dev.murre.kernel.exec;

import static dev.murre.abi.AuxType.*;
import static dev.murre.abi.MmapFlags.MAP_GROWSDOWN;
import static dev.murre.abi.MmapFlags.MAP_PRIVATE;

import dev.murre.abi.Abi;
import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.mm.Mm;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The stack a program starts with. From the top: file name, environment strings, argument strings,
/// platform and random bytes, auxiliary vector, environment, arguments, count.
final class ExecStack {
    /// What is mapped below the strings at first; the rest grows.
    private static final long EXTRA = 128 << 10;

    /// CPUID.1:EDX as the processor reports it, and HWCAP of an ARMv7 with VFPv3 and NEON.
    private static final int HWCAP_X86 = 0x07888911;

    private static final int HWCAP_ARM = 0x0007b0d7;
    private static final int CLOCK_TICKS = 100;
    private static final int PAGE = 4096;

    /// One word of the kernel's own stays free at the top.
    private static final int KERNEL_WORD = 8;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final BinPrm prm;
    private final Mm mm;
    private final Abi abi;
    private final long top;
    private final int word;
    private final byte[] vector = new byte[64 * 8];
    private int vectorLength;

    ExecStack(BinPrm prm, Mm mm, Abi abi, int protection) {
        this.prm = prm;
        this.mm = mm;
        this.abi = abi;
        this.word = abi.wordSize;
        this.top = mm.layout().stackTop();
        long strings = prm.fileName.length() + 1L;
        for (String text : prm.arguments) {
            strings += text.length() + 1 + word;
        }
        for (String text : prm.environment) {
            strings += text.length() + 1 + word;
        }
        long size = strings + EXTRA + PAGE - 1 & -PAGE;
        mm.mappings()
                .mapAnonymous(top - size, size, protection, MAP_PRIVATE | MAP_GROWSDOWN, "[stack]");
    }

    /// Where the strings went.
    private record Strings(
            long lowest,
            long fileName,
            long envStart,
            long envEnd,
            long[] arguments,
            long[] environment) {}

    private Strings writeStrings() {
        UserMemory memory = mm.user();
        long fileName = pushString(memory, top - KERNEL_WORD, prm.fileName);
        long[] environment = pushStrings(memory, fileName, prm.environment);
        long envStart = environment.length == 0 ? fileName : environment[0];
        long[] arguments = pushStrings(memory, envStart, prm.arguments);
        long argStart = arguments.length == 0 ? envStart : arguments[0];
        return new Strings(argStart, fileName, envStart, fileName, arguments, environment);
    }

    /// Writes everything as a.out programs expect it: no auxiliary vector, and pointers to the two
    /// tables after the count.
    long writeAout() {
        Strings s = writeStrings();
        int words = s.arguments.length + s.environment.length + 2;
        long table = (s.lowest & -16L) - (long) words * word;
        long sp = table - 3L * word & -16L;
        long argv = sp + 3L * word;
        long envp = argv + (s.arguments.length + 1L) * word;
        byte[] bytes = new byte[(words + 3) * word];
        putWord(bytes, 0, s.arguments.length);
        putWord(bytes, word, argv);
        putWord(bytes, 2 * word, envp);
        putTables(bytes, 3 * word, s.arguments, s.environment);
        mm.user().copyToUser(sp, bytes, 0, bytes.length);
        mm.setStack(sp, s.lowest, s.envStart, s.envStart, s.envEnd);
        return sp;
    }

    /// Writes everything; returns the stack pointer.
    long write(Auxv auxv) {
        UserMemory memory = mm.user();
        Strings s = writeStrings();
        long p = s.lowest;
        p = (p & -16L) - prm.spaces.stackShift();
        p = pushString(memory, p, platform());
        long platform = p;
        byte[] random = new byte[16];
        prm.spaces.random(random);
        p -= 16;
        memory.copyToUser(p, random, 0, 16);
        vector(auxv, platform, p, s.fileName);
        p -= vectorLength;
        long items = s.arguments.length + s.environment.length + 3L;
        long sp = p - items * word & -16L;
        writeTable(memory, sp, s.arguments, s.environment);
        mm.setStack(sp, s.lowest, s.envStart, s.envStart, s.envEnd);
        mm.setAuxv(java.util.Arrays.copyOf(vector, vectorLength));
        return sp;
    }

    private String platform() {
        return switch (abi) {
            case X86_64 -> "x86_64";
            case I386 -> "i686";
            case ARM -> "v7l";
        };
    }

    private static long pushString(UserMemory memory, long below, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        long at = below - bytes.length - 1;
        memory.copyToUser(at, bytes, 0, bytes.length);
        memory.putByte(at + bytes.length, (byte) 0);
        return at;
    }

    /// Puts strings below an address, the first lowest; returns where each is.
    private static long[] pushStrings(UserMemory memory, long below, List<String> texts) {
        int total = 0;
        for (String text : texts) {
            total += text.length() + 1;
        }
        byte[] block = new byte[total];
        long[] addresses = new long[texts.size()];
        int at = 0;
        for (int i = 0; i < addresses.length; i++) {
            byte[] bytes = texts.get(i).getBytes(StandardCharsets.ISO_8859_1);
            addresses[i] = below - total + at;
            System.arraycopy(bytes, 0, block, at, bytes.length);
            at += bytes.length + 1;
        }
        memory.copyToUser(below - total, block, 0, total);
        return addresses;
    }

    private void putWord(byte[] target, int at, long value) {
        if (word == 8) {
            LONG.set(target, at, value);
        } else {
            INT.set(target, at, (int) value);
        }
    }

    private void entry(int type, long value) {
        putWord(vector, vectorLength, type);
        putWord(vector, vectorLength + word, value);
        vectorLength += 2 * word;
    }

    private void vector(Auxv auxv, long platform, long random, long fileName) {
        Credentials creds = prm.who.creds();
        if (auxv.sysinfo() != 0) {
            entry(AT_SYSINFO, auxv.sysinfo());
        }
        if (auxv.vdso() != 0) {
            entry(AT_SYSINFO_EHDR, auxv.vdso());
        }
        entry(AT_HWCAP, abi == Abi.ARM ? HWCAP_ARM : HWCAP_X86);
        entry(AT_PAGESZ, PAGE);
        entry(AT_CLKTCK, CLOCK_TICKS);
        entry(AT_PHDR, auxv.phdr());
        entry(AT_PHENT, auxv.phent());
        entry(AT_PHNUM, auxv.phnum());
        entry(AT_BASE, auxv.base());
        entry(AT_FLAGS, 0);
        entry(AT_ENTRY, auxv.entry());
        ExecCredentials.Result result = prm.result(creds);
        Credentials fresh = result.creds();
        entry(AT_UID, fresh.user().users().shown(fresh.uid()) & 0xffffffffL);
        entry(AT_EUID, fresh.user().users().shown(fresh.euid()) & 0xffffffffL);
        entry(AT_GID, fresh.user().groups().shown(fresh.gid()) & 0xffffffffL);
        entry(AT_EGID, fresh.user().groups().shown(fresh.egid()) & 0xffffffffL);
        int descriptor = prm.descriptor();
        if (descriptor >= 0) {
            entry(AT_EXECFD, descriptor);
        }
        entry(AT_SECURE, result.secure() ? 1 : 0);
        entry(AT_RANDOM, random);
        entry(AT_HWCAP2, 0);
        entry(AT_EXECFN, fileName);
        entry(AT_PLATFORM, platform);
        entry(AT_NULL, 0);
    }

    private void writeTable(UserMemory memory, long sp, long[] arguments, long[] environment) {
        int words = arguments.length + environment.length + 3;
        byte[] table = new byte[words * word];
        putWord(table, 0, arguments.length);
        putTables(table, word, arguments, environment);
        memory.copyToUser(sp, table, 0, table.length);
        memory.copyToUser(sp + table.length, vector, 0, vectorLength);
    }

    /// argv and envp, each with its null at the end.
    private void putTables(byte[] target, int start, long[] arguments, long[] environment) {
        int at = start;
        for (long address : arguments) {
            putWord(target, at, address);
            at += word;
        }
        at += word;
        for (long address : environment) {
            putWord(target, at, address);
            at += word;
        }
    }
}
