package dev.murre.machine.jit;

import dev.murre.machine.memory.Host;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.util.concurrent.locks.LockSupport;
import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;

/// HotSpot's compilers at our command, by the interface that its own tests use (`-XX:+WhiteBoxAPI`,
/// docs/adr/0012). Left to itself, HotSpot interprets a generated method thousands of times and
/// compiles it up to four times, much of that in vain; told, it compiles it once before it first
/// runs, and goes on with those that are worth it.
final class HotSpot {
    /// C1's code without counters.
    static final int C1 = 1;

    /// C1's code with all counters, from which C2 learns.
    static final int C1_COUNTING = 3;

    static final int C2 = 4;

    /// Set where Murre is started with `-XX:+UnlockDiagnosticVMOptions -XX:+WhiteBoxAPI`.
    private static final String PROPERTY = "murre.hotspot";

    private static final ClassDesc NAME = ClassDesc.of("jdk.test.whitebox.WhiteBox");
    private static final ClassDesc EXECUTABLE = ClassDesc.of("java.lang.reflect.Executable");
    private static final int WHOLE_METHOD = -1;
    private static final long LOOK_AGAIN_NANOS = 200_000;
    private static final @Nullable HotSpot INSTANCE = find();

    private final MethodHandle enqueue;
    private final MethodHandle isQueued;
    private final MethodHandle level;

    private HotSpot(MethodHandle enqueue, MethodHandle isQueued, MethodHandle level) {
        this.enqueue = enqueue;
        this.isQueued = isQueued;
        this.level = level;
    }

    /// Null where Murre was not started so that it may command HotSpot.
    static @Nullable HotSpot commanded() {
        return INSTANCE;
    }

    /// Compiles `method`, and returns when that is done; false if HotSpot does not.
    boolean compile(Method method, int tier) throws InterruptedException {
        try {
            if (!(boolean) enqueue.invokeExact((Executable) method, tier, WHOLE_METHOD)) {
                return false;
            }
            while ((boolean) isQueued.invokeExact((Executable) method)) {
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            return level(method) == tier;
        } catch (InterruptedException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new LinkageError("HotSpot takes no commands", e);
        }
    }

    /// Who compiled the code that `method` is entered by: 0 if nobody did, 4 if C2.
    int level(Method method) {
        try {
            return (int) level.invokeExact((Executable) method, false);
        } catch (Throwable e) {
            throw new LinkageError("HotSpot takes no commands", e);
        }
    }

    private static @Nullable HotSpot find() {
        if (!Host.RAW || !Boolean.getBoolean(PROPERTY)) {
            return null;
        }
        try {
            return make(defineInterface());
        } catch (Throwable e) {
            return null;
        }
    }

    private static HotSpot make(Class<?> type) throws Throwable {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        lookup.findStatic(type, "registerNatives", MethodType.methodType(void.class)).invoke();
        Object box = type.getDeclaredConstructor().newInstance();
        return new HotSpot(
                lookup.bind(
                        box,
                        "enqueueMethodForCompilation0",
                        MethodType.methodType(
                                boolean.class, Executable.class, int.class, int.class)),
                lookup.bind(
                        box,
                        "isMethodQueuedForCompilation0",
                        MethodType.methodType(boolean.class, Executable.class)),
                lookup.bind(
                        box,
                        "getMethodCompilationLevel0",
                        MethodType.methodType(int.class, Executable.class, boolean.class)));
    }

    /// The class that HotSpot's natives belong to; it has to be the boot loader's.
    private static Class<?> defineInterface() {
        byte[] bytes = ClassFile.of().build(NAME, HotSpot::whiteBox);
        return Unsafe.getUnsafe()
                .defineClass("jdk/test/whitebox/WhiteBox", bytes, 0, bytes.length, null, null);
    }

    private static void whiteBox(ClassBuilder type) {
        type.withFlags(ClassFile.ACC_PUBLIC)
                .withMethodBody(
                        ConstantDescs.INIT_NAME,
                        ConstantDescs.MTD_void,
                        ClassFile.ACC_PUBLIC,
                        HotSpot::constructor);
        nativeMethod(type, "registerNatives", ClassFile.ACC_STATIC, ConstantDescs.MTD_void);
        nativeMethod(
                type,
                "enqueueMethodForCompilation0",
                0,
                MethodTypeDesc.of(Names.BOOLEAN, EXECUTABLE, Names.INT, Names.INT));
        nativeMethod(
                type,
                "isMethodQueuedForCompilation0",
                0,
                MethodTypeDesc.of(Names.BOOLEAN, EXECUTABLE));
        nativeMethod(
                type,
                "getMethodCompilationLevel0",
                0,
                MethodTypeDesc.of(Names.INT, EXECUTABLE, Names.BOOLEAN));
    }

    private static void constructor(CodeBuilder code) {
        code.aload(0)
                .invokespecial(Names.OBJECT, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                .return_();
    }

    private static void nativeMethod(
            ClassBuilder type, String name, int flags, MethodTypeDesc shape) {
        type.withMethod(
                name, shape, ClassFile.ACC_PUBLIC | ClassFile.ACC_NATIVE | flags, method -> {});
    }
}
