package dev.murre.machine.jit;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.cpu.HotCode;
import dev.murre.machine.ir.Block;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns a {@link Region} into a class.
final class RegionCompiler {
    /// HotSpot compiles no method above 8,000 bytes.
    static final int MAX_BYTECODE = 7900;

    /// A class file version that does without stack maps (JVMS 4.10): making them took longer than
    /// all else here, and C2 half a second to compile what makes them. HotSpot's older verifier
    /// infers the types.
    private static final int WITHOUT_STACK_MAPS = ClassFile.JAVA_5_VERSION;

    private static final MethodTypeDesc FOLLOW = MethodTypeDesc.of(Names.INT, Names.CPU, Names.INT);
    private static final MethodTypeDesc JUMP_TO =
            MethodTypeDesc.of(Names.INT, Names.CPU, Names.LONG);
    private static final MethodTypeDesc MAX = MethodTypeDesc.of(Names.LONG, Names.LONG, Names.LONG);
    private static final ClassDesc SELF = ClassDesc.of("dev.murre.machine.jit.Compiled");

    private final Region region;
    private final CompileOptions options;

    private RegionCompiler(Region region, CompileOptions options) {
        this.region = region;
        this.options = options;
    }

    /// Compiles the region that begins at `entry` and makes its entries known; null if it would be
    /// too
    /// large.
    static @Nullable RegionCode compile(Block entry, int maxCost, CompileOptions options)
            throws InterruptedException {
        Region region = Region.from(entry, maxCost, options.helpers());
        RegionCompiler compiler = new RegionCompiler(region, options);
        byte[] bytes = compiler.classBytes();
        if (bytes.length > MAX_BYTECODE && runLength(bytes) > MAX_BYTECODE) {
            return null;
        }
        RegionCode code = compiler.define(bytes);
        HotSpot hotSpot = options.hotSpot();
        if (hotSpot != null) {
            hotSpot.compile(runMethod(code), HotSpot.C1);
        }
        for (int i = 0; i < region.blocks.size(); i++) {
            if (region.headers.get(i)) {
                region.blocks.get(i).enterBy(code, i);
            } else {
                putOff(region.blocks.get(i));
            }
        }
        return code;
    }

    static Method runMethod(RegionCode code) {
        try {
            return code.getClass().getDeclaredMethod("run", Cpu.class);
        } catch (NoSuchMethodException e) {
            throw new LinkageError("generated class without its method", e);
        }
    }

    private static void putOff(Block block) {
        block.hotAt = block.heat + 16 * HotCode.THRESHOLD;
    }

    private static int runLength(byte[] bytes) {
        return ClassFile.of().parse(bytes).methods().stream()
                .filter(method -> method.methodName().equalsString("run"))
                .flatMap(method -> method.code().stream())
                .mapToInt(code -> ((CodeAttribute) code).codeLength())
                .max()
                .orElseThrow();
    }

    private RegionCode define(byte[] bytes) {
        try {
            MethodHandles.Lookup defined = MethodHandles.lookup().defineHiddenClass(bytes, true);
            return (RegionCode)
                    defined.lookupClass()
                            .getDeclaredConstructors()[0]
                            .newInstance(region.pages(), region.blocks.toArray(new Block[0]));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("generated class does not load", e);
        }
    }

    private byte[] classBytes() {
        return ClassFile.of(ClassFile.StackMapsOption.DROP_STACK_MAPS).build(SELF, this::type);
    }

    private void type(ClassBuilder type) {
        type.withVersion(WITHOUT_STACK_MAPS, 0)
                .withSuperclass(Names.REGION_CODE)
                .withFlags(AccessFlag.FINAL, AccessFlag.SUPER)
                .withMethodBody(
                        ConstantDescs.INIT_NAME, Names.CONSTRUCTOR, 0, RegionCompiler::constructor)
                .withMethodBody("run", Names.RUN, ClassFile.ACC_PUBLIC, this::run);
        CallEmitter.sites(region)
                .forEach(
                        index ->
                                type.withField(
                                        CallEmitter.field(index), Names.CODE_ENTRY, field -> {}));
    }

    private static void constructor(CodeBuilder code) {
        code.aload(0)
                .aload(1)
                .aload(2)
                .invokespecial(Names.REGION_CODE, ConstantDescs.INIT_NAME, Names.CONSTRUCTOR)
                .return_();
    }

    private void run(CodeBuilder code) {
        Frame frame = new Frame(code, region);
        Labels labels = new Labels(code, region.blocks.size());
        CallEmitter calls = new CallEmitter(code, SELF);
        Refusals refusals = new Refusals(code);
        BlockEmitter emitter =
                new BlockEmitter(code, frame, region, labels, options, calls, refusals);
        prologue(code, frame);
        enter(code, labels);
        for (int i = 0; i < region.blocks.size(); i++) {
            emitter.emit(i);
        }
        emitter.finish();
        refusals.handle(labels.leave);
        epilogue(code, frame, labels);
    }

    /// Goes to the entry that was asked for: any block that a loop comes back to.
    private void enter(CodeBuilder code, Labels labels) {
        List<SwitchCase> cases =
                region.headers.stream()
                        .skip(1)
                        .mapToObj(i -> SwitchCase.of(i, labels.blocks[i]))
                        .toList();
        if (!cases.isEmpty()) {
            code.aload(Frame.CPU).getfield(Names.CPU, "entry", Names.INT);
            code.lookupswitch(labels.blocks[0], cases);
        }
    }

    private void prologue(CodeBuilder code, Frame frame) {
        code.aload(Frame.THIS).dup().getfield(Names.REGION_CODE, "heat", Names.INT);
        code.iconst_1().iadd().putfield(Names.REGION_CODE, "heat", Names.INT);
        code.aload(Frame.CPU).getfield(Names.CPU, "s", Names.LONG_ARRAY).astore(Frame.S);
        code.aload(Frame.CPU).getfield(Names.CPU, "windowBase", Names.LONG).lstore(Frame.BASE);
        // C2 has to know that it is not null, to tell accesses to it from those to raw memory.
        code.aload(Frame.CPU).getfield(Names.CPU, "windowPerms", Names.BYTES);
        code.dup().astore(Frame.PERMS).arraylength().pop();
        code.aload(Frame.CPU)
                .getfield(Names.CPU, "windowLimit", Names.LONG)
                .lneg()
                .lstore(Frame.OUTSIDE);
        HostEmitter.prologue(code);
        frame.loadBudget();
        code.lload(Frame.BUDGET).loadConstant((long) RegionCode.UNINTERRUPTED).lsub();
        code.loadConstant((long) RegionCode.MAX_INSTRUCTIONS);
        code.invokestatic(Names.MATH, "max", MAX).lstore(Frame.PATIENCE);
        code.aload(Frame.CPU).getfield(Names.CPU, "callDepth", Names.INT).istore(Frame.DEPTH);
        code.lconst_0().lstore(Frame.AT);
        code.iconst_0().istore(Frame.SITE);
        frame.loadAll();
    }

    private static void epilogue(CodeBuilder code, Frame frame, Labels labels) {
        code.labelBinding(labels.back);
        frame.spillAll();
        code.aload(Frame.CPU).lload(Frame.AT).putfield(Names.CPU, "returnPc", Names.LONG);
        code.loadConstant(RegionCode.RETURN).ireturn();
        code.labelBinding(labels.exit);
        frame.spillAll();
        code.aload(Frame.THIS).aload(Frame.CPU).iload(Frame.SITE);
        code.invokevirtual(Names.REGION_CODE, "follow", FOLLOW).ireturn();
        code.labelBinding(labels.jump);
        frame.spillAll();
        code.labelBinding(labels.onward);
        code.aload(Frame.CPU).lload(Frame.AT);
        code.invokestatic(Names.REGION_CODE, "jumpTo", JUMP_TO).ireturn();
        code.labelBinding(labels.leave);
        frame.spillAll();
        code.aload(Frame.THIS)
                .aload(Frame.CPU)
                .iload(Frame.SITE)
                .lload(Frame.AT)
                .invokevirtual(
                        Names.REGION_CODE,
                        "leave",
                        MethodTypeDesc.of(Names.INT, Names.CPU, Names.INT, Names.LONG))
                .ireturn();
    }

    /// Where generated code jumps to.
    static final class Labels {
        /// Each block's beginning.
        final Label[] blocks;

        /// The exit of a return to an address outside, with AT set.
        final Label back;

        /// The exits to fixed addresses, with SITE set.
        final Label exit;

        /// The exit to a computed address, with AT set.
        final Label jump;

        /// The same, with the registers in their homes.
        final Label onward;

        /// All other exits, with SITE and AT set.
        final Label leave;

        Labels(CodeBuilder code, int count) {
            blocks = new Label[count];
            for (int i = 0; i < count; i++) {
                blocks[i] = code.newLabel();
            }
            back = code.newLabel();
            exit = code.newLabel();
            jump = code.newLabel();
            onward = code.newLabel();
            leave = code.newLabel();
        }
    }
}
