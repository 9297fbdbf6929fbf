package dev.murre.machine.jit;

import dev.murre.machine.ir.Op;
import dev.murre.machine.memory.GuestMemory;
import dev.murre.machine.memory.Host;
import dev.murre.machine.memory.Unchecked;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/// Accesses to host memory in generated code, little-endian and unaligned: through {@link
/// dev.murre.machine.memory.Host}, or straight by the JDK's own raw access where Murre was started
/// with its package exported (`--add-exports java.base/jdk.internal.misc=ALL-UNNAMED`). C2 makes
/// some fifteen nodes of the latter and six hundred of the former; it gives up on a method after so
/// many (docs/adr/0010).
final class HostEmitter {
    private static final ClassDesc RAW = ClassDesc.of("jdk.internal.misc", "Unsafe");

    private static final MethodTypeDesc BYTE_OF =
            MethodTypeDesc.of(
                    ConstantDescs.CD_byte, ConstantDescs.CD_Object, ConstantDescs.CD_long);

    private final CodeBuilder code;
    private final MemoryOrder order;

    HostEmitter(CodeBuilder code, MemoryOrder order) {
        this.code = code;
        this.order = order;
    }

    /// What comes once, before any access.
    static void prologue(CodeBuilder code) {
        if (Host.RAW) {
            code.invokestatic(RAW, "getUnsafe", MethodTypeDesc.of(RAW)).astore(Frame.RAW);
        }
    }

    /// Pushes the permission byte of the page of the address in local `from`, which lies within the
    /// window.
    void permission(int from) {
        if (Host.RAW) {
            code.aload(Frame.RAW).aload(Frame.PERMS);
            code.lload(from).loadConstant(GuestMemory.PAGE_SHIFT).lushr();
            code.loadConstant(Unchecked.FIRST_BYTE).ladd();
            code.invokevirtual(RAW, "getByte", BYTE_OF);
        } else {
            code.aload(Frame.PERMS);
            code.lload(from).loadConstant(GuestMemory.PAGE_SHIFT).lushr().l2i().baload();
        }
    }

    /// Pushes the host address of the access at AT plus `offset`, and what has to come before it.
    void address(int offset) {
        if (Host.RAW) {
            code.aload(Frame.RAW).aconst_null();
        }
        code.lload(Frame.BASE).lload(Frame.AT).ladd();
        if (offset != 0) {
            code.loadConstant((long) offset).ladd();
        }
    }

    /// Replaces an address by the long that a load operation finds there.
    void load(int opcode) {
        switch (opcode) {
            case Op.LD8U, Op.LDM8 -> {
                get(8, ConstantDescs.CD_byte);
                code.loadConstant(0xff).iand().i2l();
            }
            case Op.LD8S -> {
                get(8, ConstantDescs.CD_byte);
                code.i2l();
            }
            case Op.LD16U, Op.LDM16 -> {
                get(16, ConstantDescs.CD_short);
                code.loadConstant(0xffff).iand().i2l();
            }
            case Op.LD16S -> {
                get(16, ConstantDescs.CD_short);
                code.i2l();
            }
            case Op.LD32U, Op.LDM32 -> {
                get(32, Names.INT);
                code.i2l().loadConstant(0xffff_ffffL).land();
            }
            case Op.LD32S -> {
                get(32, Names.INT);
                code.i2l();
            }
            default -> get(64, Names.LONG);
        }
    }

    /// Pops a long and an address and stores as a store operation does.
    void store(int opcode) {
        switch (opcode) {
            case Op.ST8 -> {
                code.l2i().i2b();
                put(8, ConstantDescs.CD_byte);
            }
            case Op.ST16 -> {
                code.l2i().i2s();
                put(16, ConstantDescs.CD_short);
            }
            case Op.ST32 -> {
                code.l2i();
                put(32, Names.INT);
            }
            default -> put(64, Names.LONG);
        }
    }

    private void get(int bits, ClassDesc type) {
        if (Host.RAW) {
            MethodTypeDesc shape = MethodTypeDesc.of(type, ConstantDescs.CD_Object, Names.LONG);
            code.invokevirtual(RAW, "get" + rawName(bits), shape);
        } else {
            code.invokestatic(Names.HOST, "get" + bits, MethodTypeDesc.of(type, Names.LONG));
        }
        fence("acquireFence");
    }

    private void put(int bits, ClassDesc type) {
        fence("storeStoreFence");
        if (Host.RAW) {
            MethodTypeDesc shape =
                    MethodTypeDesc.of(Names.VOID, ConstantDescs.CD_Object, Names.LONG, type);
            code.invokevirtual(RAW, "put" + rawName(bits), shape);
        } else {
            code.invokestatic(
                    Names.HOST, "put" + bits, MethodTypeDesc.of(Names.VOID, Names.LONG, type));
        }
    }

    private static String rawName(int bits) {
        return switch (bits) {
            case 8 -> "Byte";
            case 16 -> "Short";
            case 32 -> "Int";
            default -> "Long";
        };
    }

    /// Keeps the just-in-time compiler from exchanging accesses; to a host of the same memory order
    /// it costs no instruction.
    private void fence(String method) {
        if (order == MemoryOrder.TOTAL_STORE) {
            code.invokestatic(Names.VAR_HANDLE, method, MethodTypeDesc.of(Names.VOID));
        }
    }
}
