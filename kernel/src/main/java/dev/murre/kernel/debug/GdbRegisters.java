package dev.murre.kernel.debug;

import dev.murre.arch.x86.Fxsave;
import dev.murre.arch.x86.PtRegs;
import dev.murre.kernel.task.Task;
import dev.murre.machine.memory.Host;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// A task's registers in the order that the target description gives gdb.
final class GdbRegisters {
    private static final int[] CORE_64 = {
        PtRegs.AX,
        PtRegs.BX,
        PtRegs.CX,
        PtRegs.DX,
        PtRegs.SI,
        PtRegs.DI,
        PtRegs.BP,
        PtRegs.SP,
        PtRegs.R8,
        PtRegs.R9,
        PtRegs.R10,
        PtRegs.R11,
        PtRegs.R12,
        PtRegs.R13,
        PtRegs.R14,
        PtRegs.R15,
        PtRegs.IP
    };
    private static final int[] CORE_32 = {
        PtRegs.AX, PtRegs.CX, PtRegs.DX, PtRegs.BX, PtRegs.SP, PtRegs.BP, PtRegs.SI, PtRegs.DI,
        PtRegs.IP
    };

    /// Offset and size in the FXSAVE area of fctrl, fstat, ftag, fiseg, fioff, foseg, fooff, fop.
    private static final int[] X87 = {0, 2, 4, -1, 8, -1, 16, 6};

    private static final int ST = 32;
    private static final int XMM = 160;
    private static final int MXCSR = 24;

    /// Where a register's value is.
    private sealed interface Place {}

    private record Saved(int offset) implements Place {}

    private record Fpu(int offset, int bytes) implements Place {}

    private record Base(boolean fs) implements Place {}

    private record None() implements Place {}

    private record Register(Place place, int bytes) {}

    /// Where the kernel stands, for a task that was stopped in one of its functions.
    ///
    /// @param ip the function
    /// @param sp the kernel stack pointer
    record KernelFrame(long ip, long sp, long first, long second) {}

    private final boolean wide;
    private final List<Register> all = new ArrayList<>();

    GdbRegisters(boolean wide) {
        this.wide = wide;
        for (int offset : wide ? CORE_64 : CORE_32) {
            all.add(new Register(new Saved(offset), wide ? 8 : 4));
        }
        for (int offset : new int[] {PtRegs.FLAGS, PtRegs.CS, PtRegs.SS}) {
            all.add(new Register(new Saved(offset), 4));
        }
        for (int i = 0; i < 4; i++) {
            all.add(new Register(new None(), 4));
        }
        for (int i = 0; i < 8; i++) {
            all.add(new Register(new Fpu(ST + 16 * i, 10), 10));
        }
        for (int offset : X87) {
            int bytes = offset == 8 || offset == 16 ? 4 : 2;
            all.add(new Register(offset < 0 ? new None() : new Fpu(offset, bytes), 4));
        }
        for (int i = 0; i < (wide ? 16 : 8); i++) {
            all.add(new Register(new Fpu(XMM + 16 * i, 16), 16));
        }
        all.add(new Register(new Fpu(MXCSR, 4), 4));
        all.add(new Register(new Saved(PtRegs.ORIG_AX), wide ? 8 : 4));
        if (wide) {
            all.add(new Register(new Base(true), 8));
            all.add(new Register(new Base(false), 8));
        }
    }

    int count() {
        return all.size();
    }

    private static byte[] fxsave(Task t) {
        byte[] area = new byte[Fxsave.BYTES];
        t.syncThread();
        Fxsave.save(t.thread(), area);
        return area;
    }

    /// All registers one behind the other.
    String read(Task t, java.util.Optional<KernelFrame> kernel) {
        byte[] area = fxsave(t);
        var out = new StringBuilder();
        for (Register register : all) {
            out.append(value(t, register, area, kernel));
        }
        return out.toString();
    }

    /// One register.
    String read(Task t, int number, java.util.Optional<KernelFrame> kernel) {
        return value(t, all.get(number), fxsave(t), kernel);
    }

    private static String value(
            Task t, Register register, byte[] area, java.util.Optional<KernelFrame> kernel) {
        byte[] bytes = new byte[16];
        var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        switch (register.place) {
            case Saved saved -> buffer.putLong(0, saved(t, saved.offset, kernel));
            case Fpu fpu -> System.arraycopy(area, fpu.offset, bytes, 0, fpu.bytes);
            case Base base -> buffer.putLong(0, base.fs ? t.thread().fsBase : t.thread().gsBase);
            case None none -> {}
        }
        return GdbText.hex(bytes, 0, register.bytes);
    }

    private static long saved(Task t, int offset, java.util.Optional<KernelFrame> kernel) {
        long user = Host.get64(t.regs() + offset);
        return kernel.map(
                        frame ->
                                switch (offset) {
                                    case PtRegs.IP -> frame.ip;
                                    case PtRegs.SP -> frame.sp;
                                    case PtRegs.DI -> frame.first;
                                    case PtRegs.SI -> frame.second;
                                    case PtRegs.CS -> 0x10L;
                                    case PtRegs.SS -> 0x18L;
                                    default -> user;
                                })
                .orElse(user);
    }

    /// Sets all registers.
    void write(Task t, String hex) {
        int at = 0;
        for (int i = 0; i < all.size() && at < hex.length(); i++) {
            int digits = all.get(i).bytes * 2;
            write(t, i, hex.substring(at, at + digits));
            at += digits;
        }
    }

    /// Sets one register.
    void write(Task t, int number, String hex) {
        Register register = all.get(number);
        if (hex.startsWith("x")) {
            return;
        }
        byte[] bytes = java.util.Arrays.copyOf(GdbText.bytes(hex), 16);
        long value = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        switch (register.place) {
            case Saved saved -> {
                boolean fixed = saved.offset == PtRegs.CS || saved.offset == PtRegs.SS;
                boolean minusOne = !wide && saved.offset == PtRegs.ORIG_AX && (int) value == -1;
                if (!fixed) {
                    Host.put64(t.regs() + saved.offset, minusOne ? -1 : value);
                }
            }
            case Fpu fpu -> {
                byte[] area = fxsave(t);
                System.arraycopy(bytes, 0, area, fpu.offset, fpu.bytes);
                Fxsave.restore(t.thread(), area);
                t.threadChanged();
            }
            case Base base -> {
                t.syncThread();
                if (base.fs) {
                    t.thread().fsBase = value;
                } else {
                    t.thread().gsBase = value;
                }
                t.threadChanged();
            }
            case None none -> {}
        }
    }

    /// The description of the registers that gdb asks for, as its own features/i386 name them.
    String description() {
        var xml =
                new StringBuilder(
                        "<?xml version=\"1.0\"?><!DOCTYPE target SYSTEM \"gdb-target.dtd\"><target>");
        xml.append("<architecture>")
                .append(wide ? "i386:x86-64" : "i386")
                .append("</architecture>");
        xml.append("<osabi>GNU/Linux</osabi>");
        core(xml);
        sse(xml);
        xml.append("<feature name=\"org.gnu.gdb.i386.linux\">");
        reg(xml, wide ? "orig_rax" : "orig_eax", wide ? 64 : 32, "int", "");
        xml.append("</feature>");
        if (wide) {
            xml.append("<feature name=\"org.gnu.gdb.i386.segments\">");
            reg(xml, "fs_base", 64, "int", "");
            reg(xml, "gs_base", 64, "int", "");
            xml.append("</feature>");
        }
        return xml.append("</target>").toString();
    }

    private static void reg(StringBuilder xml, String name, int bits, String type, String group) {
        xml.append("<reg name=\"").append(name).append("\" bitsize=\"").append(bits);
        xml.append("\" type=\"").append(type).append('"');
        xml.append(group.isEmpty() ? "/>" : " group=\"" + group + "\"/>");
    }

    private void core(StringBuilder xml) {
        xml.append("<feature name=\"org.gnu.gdb.i386.core\">");
        xml.append("<flags id=\"i386_eflags\" size=\"4\">");
        String[] flags = {"CF", "", "PF", "", "AF", "", "ZF", "SF", "TF", "IF", "DF", "OF"};
        for (int i = 0; i < flags.length; i++) {
            xml.append("<field name=\"").append(flags[i]);
            xml.append("\" start=\"").append(i).append("\" end=\"").append(i).append("\"/>");
        }
        xml.append("</flags>");
        String names =
                wide
                        ? "rax rbx rcx rdx rsi rdi rbp rsp r8 r9 r10 r11 r12 r13 r14 r15 rip"
                        : "eax ecx edx ebx esp ebp esi edi eip";
        for (String name : names.split(" ")) {
            String type =
                    name.endsWith("bp") || name.endsWith("sp")
                            ? "data_ptr"
                            : wide ? "int64" : "int32";
            reg(xml, name, wide ? 64 : 32, name.endsWith("ip") ? "code_ptr" : type, "");
        }
        reg(xml, "eflags", 32, "i386_eflags", "");
        for (String name : "cs ss ds es fs gs".split(" ")) {
            reg(xml, name, 32, "int32", "");
        }
        for (int i = 0; i < 8; i++) {
            reg(xml, "st" + i, 80, "i387_ext", "");
        }
        for (String name : "fctrl fstat ftag fiseg fioff foseg fooff fop".split(" ")) {
            reg(xml, name, 32, "int", "float");
        }
        xml.append("</feature>");
    }

    private void sse(StringBuilder xml) {
        xml.append("<feature name=\"org.gnu.gdb.i386.sse\">");
        String[][] vectors = {
            {"v4f", "ieee_single", "4"}, {"v2d", "ieee_double", "2"}, {"v16i8", "int8", "16"},
            {"v8i16", "int16", "8"}, {"v4i32", "int32", "4"}, {"v2i64", "int64", "2"}
        };
        for (String[] v : vectors) {
            xml.append("<vector id=\"").append(v[0]).append("\" type=\"").append(v[1]);
            xml.append("\" count=\"").append(v[2]).append("\"/>");
        }
        xml.append("<union id=\"vec128\"><field name=\"v4_float\" type=\"v4f\"/>");
        xml.append(
                "<field name=\"v2_double\" type=\"v2d\"/><field name=\"v16_int8\" type=\"v16i8\"/>");
        xml.append(
                "<field name=\"v8_int16\" type=\"v8i16\"/><field name=\"v4_int32\" type=\"v4i32\"/>");
        xml.append(
                "<field name=\"v2_int64\" type=\"v2i64\"/><field name=\"uint128\" type=\"uint128\"/></union>");
        for (int i = 0; i < (wide ? 16 : 8); i++) {
            reg(xml, "xmm" + i, 128, "vec128", "");
        }
        reg(xml, "mxcsr", 32, "int", "vector");
        xml.append("</feature>");
    }
}
