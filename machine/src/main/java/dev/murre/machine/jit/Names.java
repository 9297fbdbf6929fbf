package dev.murre.machine.jit;

import dev.murre.machine.cpu.CodeEntry;
import dev.murre.machine.cpu.CodePage;
import dev.murre.machine.cpu.CodeSpace;
import dev.murre.machine.cpu.CompiledCode;
import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.cpu.Refusal;
import dev.murre.machine.interp.Atomics;
import dev.murre.machine.ir.Block;
import dev.murre.machine.ir.CC;
import dev.murre.machine.memory.GuestMemory;
import dev.murre.machine.memory.Host;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.VarHandle;

/// What generated code refers to.
final class Names {
    static final ClassDesc LONG = ConstantDescs.CD_long;
    static final ClassDesc INT = ConstantDescs.CD_int;
    static final ClassDesc OBJECT = ConstantDescs.CD_Object;
    static final ClassDesc DOUBLE = ConstantDescs.CD_double;
    static final ClassDesc BOOLEAN = ConstantDescs.CD_boolean;
    static final ClassDesc VOID = ConstantDescs.CD_void;
    static final ClassDesc LONG_ARRAY = LONG.arrayType();
    static final ClassDesc BYTES = ConstantDescs.CD_byte.arrayType();
    static final ClassDesc CPU = of(Cpu.class);
    static final ClassDesc CODE_SPACE = of(CodeSpace.class);
    static final ClassDesc GUEST_MEMORY = of(GuestMemory.class);
    static final ClassDesc HOST = of(Host.class);
    static final ClassDesc CONDITION_CODES = of(CC.class);
    static final ClassDesc COMPILED_CODE = of(CompiledCode.class);
    static final ClassDesc CODE_ENTRY = of(CodeEntry.class);
    static final ClassDesc REGION_CODE = of(RegionCode.class);
    static final ClassDesc ATOMICS = of(Atomics.class);
    static final ClassDesc VAR_HANDLE = of(VarHandle.class);
    static final ClassDesc MATH = of(Math.class);
    static final ClassDesc LONG_BOX = of(Long.class);
    static final ClassDesc DOUBLE_BOX = of(Double.class);
    static final ClassDesc INTEGER_BOX = of(Integer.class);
    static final ClassDesc PAGES = of(CodePage.class).arrayType();
    static final ClassDesc BLOCKS = of(Block.class).arrayType();
    static final MethodTypeDesc CONSTRUCTOR = MethodTypeDesc.of(VOID, PAGES, BLOCKS);
    static final MethodTypeDesc RUN = MethodTypeDesc.of(INT, CPU);
    static final MethodTypeDesc HELPER = MethodTypeDesc.of(INT, CPU, INT, INT, INT, INT);
    static final ClassDesc REFUSED = of(Refusal.class);
    static final MethodTypeDesc CHECK = MethodTypeDesc.of(BOOLEAN, BYTES, LONG, INT, INT);
    static final MethodTypeDesc POLL = MethodTypeDesc.of(LONG, CPU, LONG);
    static final MethodTypeDesc LONG_TO_LONG = MethodTypeDesc.of(LONG, LONG);
    static final MethodTypeDesc NOTHING_TO_BYTES = MethodTypeDesc.of(BYTES);
    static final MethodTypeDesc NOTHING_TO_LONG = MethodTypeDesc.of(LONG);

    private Names() {}

    static ClassDesc of(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }
}
