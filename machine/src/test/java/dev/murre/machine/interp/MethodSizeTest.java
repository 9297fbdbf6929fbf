package dev.murre.machine.interp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.murre.machine.jit.CompileQueue;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// HotSpot compiles no method above 8,000 bytes of bytecode.
class MethodSizeTest {
    private static final int HUGE_METHOD_LIMIT = 8000;

    @ParameterizedTest
    @ValueSource(classes = {Interpreter.class, Rare.class, Atomics.class, CompileQueue.class})
    void everyMethodIsSmallEnoughToBeCompiled(Class<?> type) throws IOException {
        String resource = type.getSimpleName() + ".class";
        try (InputStream in = Objects.requireNonNull(type.getResourceAsStream(resource))) {
            int longest =
                    ClassFile.of().parse(in.readAllBytes()).methods().stream()
                            .flatMap(method -> method.code().stream())
                            .mapToInt(code -> ((CodeAttribute) code).codeLength())
                            .max()
                            .orElse(0);
            assertTrue(longest < HUGE_METHOD_LIMIT, () -> type + " has a method of " + longest);
        }
    }
}
